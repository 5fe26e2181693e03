import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import { getDemoCode, getDemoPhoneCode, listDemoPeople } from '@linli/shared/demo';

import { CurrentActor, type Actor } from '../../common/access.js';
import { Handles, Input } from '../../common/handles.js';

import { DemoSignIn } from './demo-sign-in.service.js';

@Controller()
export class DemoController {
  constructor(private readonly demo: DemoSignIn) {}

  @Handles(listDemoPeople)
  people(@Input() _input: ParsedInputOf<typeof listDemoPeople>) {
    return this.demo.people();
  }

  @Handles(getDemoCode)
  code(@Input() input: ParsedInputOf<typeof getDemoCode>) {
    return this.demo.code(input);
  }

  @Handles(getDemoPhoneCode)
  phoneCode(@Input() _input: ParsedInputOf<typeof getDemoPhoneCode>, @CurrentActor() actor: Actor) {
    return this.demo.phoneCode(actor);
  }
}
