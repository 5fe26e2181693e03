import { Controller, Res } from '@nestjs/common';
import {
  cancelActivity,
  cancelSignUp,
  changeActivity,
  confirmAttendance,
  createActivity,
  findWalkIns,
  getActivity,
  getActivityCode,
  getAttendanceSheet,
  listActivities,
  listHosted,
  listMyActivities,
  searchHosts,
  signUp,
} from '@linli/shared/activities';
import type { ParsedInputOf } from '@linli/shared/call';
import type { FastifyReply } from 'fastify';

import { CurrentActor, MaybeActor, type Actor } from '../../common/access.js';
import { Handles, Input } from '../../common/handles.js';

import { ActivitiesService } from './activities.service.js';
import { ActivityCodesService } from './activity-codes.service.js';
import { AttendanceService } from './attendance.service.js';
import { SignUpsService } from './sign-ups.service.js';

@Controller()
export class ActivitiesController {
  constructor(
    private readonly activities: ActivitiesService,
    private readonly signUps: SignUpsService,
    private readonly attendance: AttendanceService,
    private readonly codes: ActivityCodesService,
  ) {}

  @Handles(listActivities)
  list(@MaybeActor() actor: Actor | null, @Input() input: ParsedInputOf<typeof listActivities>) {
    return this.activities.list(actor, input);
  }

  @Handles(getActivity)
  view(@MaybeActor() actor: Actor | null, @Input() input: ParsedInputOf<typeof getActivity>) {
    return this.activities.view(actor, input);
  }

  @Handles(createActivity)
  create(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof createActivity>) {
    return this.activities.create(actor, input);
  }

  @Handles(changeActivity)
  change(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof changeActivity>) {
    return this.activities.change(actor, input);
  }

  @Handles(cancelActivity)
  cancel(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof cancelActivity>) {
    return this.activities.cancel(actor, input);
  }

  @Handles(signUp)
  signUp(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof signUp>) {
    return this.signUps.signUp(actor, input);
  }

  @Handles(cancelSignUp)
  cancelSignUp(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof cancelSignUp>) {
    return this.signUps.cancel(actor, input);
  }

  @Handles(listMyActivities)
  listMine(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof listMyActivities>) {
    return this.activities.listMine(actor, input);
  }

  @Handles(listHosted)
  listHosted(@CurrentActor() actor: Actor) {
    return this.attendance.listHosted(actor);
  }

  @Handles(getAttendanceSheet)
  sheet(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof getAttendanceSheet>) {
    return this.attendance.sheet(actor, input);
  }

  @Handles(findWalkIns)
  findWalkIns(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof findWalkIns>) {
    return this.attendance.findWalkIns(actor, input);
  }

  @Handles(confirmAttendance)
  confirm(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof confirmAttendance>) {
    return this.attendance.confirm(actor, input);
  }

  @Handles(getActivityCode)
  async code(
    @CurrentActor() actor: Actor,
    @Input() input: ParsedInputOf<typeof getActivityCode>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { type, picture } = await this.codes.get(actor, input);
    void reply.type(type);
    return picture;
  }

  @Handles(searchHosts)
  searchHosts(@CurrentActor() actor: Actor, @Input() input: ParsedInputOf<typeof searchHosts>) {
    return this.activities.searchHosts(actor, input);
  }
}
