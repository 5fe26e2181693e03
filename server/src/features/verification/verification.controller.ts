import { Controller } from '@nestjs/common';
import { verifyLedger } from '@linli/shared/points';

import { CurrentActor, type Actor } from '../../common/access.js';
import { Handles } from '../../common/handles.js';

import { VerificationService } from './verification.service.js';

@Controller()
export class VerificationController {
  constructor(private readonly verification: VerificationService) {}

  @Handles(verifyLedger)
  verify(@CurrentActor() actor: Actor) {
    return this.verification.verifyFor(actor);
  }
}
