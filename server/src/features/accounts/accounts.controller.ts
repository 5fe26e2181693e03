import { Controller } from '@nestjs/common';
import {
  assignRole,
  decideLinkRequest,
  endRole,
  getMe,
  getMyLinkRequest,
  linkByPhone,
  listLinkRequests,
  listRoleAssignments,
  refreshSession,
  requestLink,
  signIn,
  signOut,
  signOutEverywhere,
} from '@linli/shared/accounts';
import type { ParsedInputOf } from '@linli/shared/call';

import { CurrentActor, type Actor } from '../../common/access.js';
import { Handles, Input } from '../../common/handles.js';

import { AccountLinksService } from './account-links.service.js';
import { MeService } from './me.service.js';
import { RoleAssignmentsService } from './role-assignments.service.js';
import { SessionsService } from './sessions.service.js';

@Controller()
export class AccountsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly me: MeService,
    private readonly links: AccountLinksService,
    private readonly roleAssignments: RoleAssignmentsService,
  ) {}

  @Handles(signIn)
  signIn(@Input() input: ParsedInputOf<typeof signIn>) {
    return this.sessions.signIn(input);
  }

  @Handles(refreshSession)
  refreshSession(@Input() input: ParsedInputOf<typeof refreshSession>) {
    return this.sessions.refresh(input);
  }

  @Handles(signOut)
  signOut(@Input() _input: ParsedInputOf<typeof signOut>, @CurrentActor() actor: Actor) {
    return this.sessions.signOut(actor);
  }

  @Handles(signOutEverywhere)
  signOutEverywhere(@Input() _input: ParsedInputOf<typeof signOutEverywhere>, @CurrentActor() actor: Actor) {
    return this.sessions.signOutEverywhere(actor);
  }

  @Handles(getMe)
  getMe(@Input() _input: ParsedInputOf<typeof getMe>, @CurrentActor() actor: Actor) {
    return this.me.of(actor);
  }

  @Handles(linkByPhone)
  linkByPhone(@Input() input: ParsedInputOf<typeof linkByPhone>, @CurrentActor() actor: Actor) {
    return this.links.byPhone(actor, input);
  }

  @Handles(requestLink)
  requestLink(@Input() input: ParsedInputOf<typeof requestLink>, @CurrentActor() actor: Actor) {
    return this.links.request(actor, input);
  }

  @Handles(getMyLinkRequest)
  getMyLinkRequest(@Input() _input: ParsedInputOf<typeof getMyLinkRequest>, @CurrentActor() actor: Actor) {
    return this.links.mine(actor);
  }

  @Handles(listLinkRequests)
  listLinkRequests(@Input() input: ParsedInputOf<typeof listLinkRequests>, @CurrentActor() actor: Actor) {
    return this.links.list(actor, input);
  }

  @Handles(decideLinkRequest)
  decideLinkRequest(@Input() input: ParsedInputOf<typeof decideLinkRequest>, @CurrentActor() actor: Actor) {
    return this.links.decide(actor, input);
  }

  @Handles(listRoleAssignments)
  listRoleAssignments(
    @Input() input: ParsedInputOf<typeof listRoleAssignments>,
    @CurrentActor() actor: Actor,
  ) {
    return this.roleAssignments.list(actor, input);
  }

  @Handles(assignRole)
  assignRole(@Input() input: ParsedInputOf<typeof assignRole>, @CurrentActor() actor: Actor) {
    return this.roleAssignments.assign(actor, input);
  }

  @Handles(endRole)
  endRole(@Input() input: ParsedInputOf<typeof endRole>, @CurrentActor() actor: Actor) {
    return this.roleAssignments.end(actor, input);
  }
}
