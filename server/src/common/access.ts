import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Call } from '@linli/shared/call';
import {
  permissions,
  permissionsOf,
  type Access,
  type Permission,
  type Role,
} from '@linli/shared/permissions';
import type { HelperScope } from '@linli/shared/residents';
import type { FastifyRequest } from 'fastify';

import { AppError } from './app-error.js';

/** One role held in one unit and everything below it. */
export interface Assignment {
  readonly role: Role;
  readonly orgUnitId: string;
  /** Materialised path of the unit, `/yh/lj/jg/`. */
  readonly path: string;
}

/** Who is asking. */
export interface Actor {
  readonly accountId: string;
  readonly sessionId: string;
  /** Null for a visitor whose WeChat account is not linked to a resident. */
  readonly residentId: string | null;
  readonly householdId: string | null;
  /** Path of the unit the person lives in; '' when not linked. */
  readonly homePath: string;
  readonly communityId: string | null;
  readonly assignments: readonly Assignment[];
  /** People this person may act for today, with recorded consent. */
  readonly principals: readonly { readonly residentId: string; readonly scopes: readonly HelperScope[] }[];
}

function rolesOf(actor: Actor): Role[] {
  const roles = actor.assignments.map((assignment) => assignment.role);
  if (actor.residentId) roles.push('resident');
  if (actor.principals.length > 0) roles.push('helper');
  return roles;
}

/** Everything the actor's roles open somewhere; where, is the scope's matter. */
export function permissionsHeld(actor: Actor): Permission[] {
  return permissionsOf(rolesOf(actor));
}

/** Paths of the units in which the actor holds a permission by an assigned role; [] = nowhere. */
export function scopePaths(actor: Actor, permission: Permission): string[] {
  const opening: readonly Role[] = permissions[permission];
  return [...new Set(actor.assignments.filter((a) => opening.includes(a.role)).map((a) => a.path))];
}

/** True when the actor holds a permission over the unit with this path. */
export function covers(actor: Actor, permission: Permission, path: string): boolean {
  return scopePaths(actor, permission).some((scope) => path.startsWith(scope));
}

/**
 * Scope as part of the question: a WHERE piece that limits `pathColumn` to the actor's units.
 * Without any unit it matches nothing, so a forgotten check shows nothing.
 */
export function withinScope(
  actor: Actor,
  permission: Permission,
  pathColumn: string,
): { sql: string; parameters: string[] } {
  const paths = scopePaths(actor, permission);
  if (paths.length === 0) return { sql: '1 = 0', parameters: [] };
  return {
    sql: `(${paths.map(() => `${pathColumn} LIKE ?`).join(' OR ')})`,
    parameters: paths.map((path) => `${path}%`),
  };
}

/** The linked resident behind an actor; refuses visitors. */
export function residentOf(actor: Actor): string {
  if (!actor.residentId) throw new AppError('NOT_LINKED');
  return actor.residentId;
}

/** Turns an access token into the person behind it; the accounts feature knows how. */
export abstract class ActorSource {
  /** @throws AppError TOKEN_EXPIRED, SESSION_ENDED or SIGN_IN_REQUIRED */
  abstract actorOf(accessToken: string): Promise<Actor>;

  /** The account a token that we signed belongs to, without asking the database; undefined for any other token. */
  abstract accountOf(accessToken: string): string | undefined;

  /** What a resident is or may do has changed: ask the database again. Call it after the commit. */
  abstract forgetResident(residentId: string): void;
}

const callKey = 'linli:call';
export const CallMetadata = (row: Call) => SetMetadata(callKey, row);

export interface ActorRequest extends FastifyRequest {
  actor?: Actor;
}

/** The row of the call table a handler serves; undefined when it was bound without one. */
export function callOf(reflector: Reflector, context: ExecutionContext): Call | undefined {
  return reflector.get<Call | undefined>(callKey, context.getHandler());
}

/** Closed until opened: a handler that serves no row of the call table answers nobody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly actors: ActorSource,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const row = callOf(this.reflector, context);
    if (!row) throw new AppError('NOT_FOUND');
    const request = context.switchToHttp().getRequest<ActorRequest>();
    const token = bearerToken(request);
    if (token) request.actor = await this.actors.actorOf(token);
    assertAccess(row.access, request.actor);
    return true;
  }
}

/** The access token sent along, if any. */
export function bearerToken(request: FastifyRequest): string | undefined {
  const [kind, token] = (request.headers.authorization ?? '').split(' ');
  return kind === 'Bearer' && token ? token : undefined;
}

function assertAccess(access: Access, actor: Actor | undefined): void {
  if (access === 'public') return;
  if (!actor) throw new AppError('SIGN_IN_REQUIRED');
  if (access === 'signedIn') return;
  if (permissionsHeld(actor).includes(access)) return;
  // A resident's call refused to a visitor: say what to do. A staff call: not there.
  const forResidents = (permissions[access] as readonly Role[]).includes('resident');
  throw new AppError(forResidents && !actor.residentId ? 'NOT_LINKED' : 'NOT_FOUND');
}

/** The person asking, in calls that need one. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActorRequest>();
  if (!actor) throw new AppError('SIGN_IN_REQUIRED');
  return actor;
});

/** The person asking, or null, in public calls. */
export const MaybeActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | null =>
    context.switchToHttp().getRequest<ActorRequest>().actor ?? null,
);
