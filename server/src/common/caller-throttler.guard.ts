import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';

import { ActorSource, bearerToken, callOf, type ActorRequest } from './access.js';

/**
 * Counts calls per account, so that a village office behind one address does not share a limit. Only a token that we
 * signed names an account; whoever makes tokens up is counted by address. So is whoever acts without being signed in
 * (signing in, refreshing): a token sent along does not open a fresh count there.
 */
@Injectable()
export class CallerThrottlerGuard extends ThrottlerGuard {
  @Inject(ActorSource) private readonly actors!: ActorSource;

  /** Whoever watches over the server asks as often as they like. */
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(callOf(this.reflector, context)?.path.startsWith('/health/') ?? false);
  }

  protected override getTracker(request: ActorRequest, context?: ExecutionContext): Promise<string> {
    const row = context && callOf(this.reflector, context);
    const token = bearerToken(request);
    const actsUnknown = row?.access === 'public' && row.method !== 'GET';
    const accountId = token && !actsUnknown ? this.actors.accountOf(token) : undefined;
    return accountId ? Promise.resolve(`account ${accountId}`) : super.getTracker(request);
  }
}
