import { useRef, useState } from 'react';

import { ApiError } from './api';
import { newKey } from './request-key';

export interface Act<In, Out> {
  busy: boolean;
  /** What the last run was refused with; gone when the next run begins. */
  error: ApiError | undefined;
  /** Answers undefined when it was refused (see `error`) or when the same act is already under way. */
  run(input: In): Promise<Out | undefined>;
  forget(): void;
}

/**
 * One act of a screen: redeem, sign up, hand over. Keeps one request key until the server answers, so a tap after a lost
 * reply cannot do it twice, and lets only one tap through at a time. A refusal lands in `error`, for the screen to show;
 * anything that is not a refusal is our own fault and flies on.
 */
export function useAct<In, Out>(act: (input: In, requestKey: string) => Promise<Out>): Act<In, Out> {
  const requestKey = useRef(newKey());
  // A ref beside the state: two taps in one frame both see the old state.
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  const run = async (input: In) => {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    setError(undefined);
    try {
      const answer = await act(input, requestKey.current);
      requestKey.current = newKey();
      return answer;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      // Without an answer we cannot know whether it happened: the key stays, and the next tap asks the same thing again.
      if (cause.answered) requestKey.current = newKey();
      setError(cause);
      return undefined;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  return { busy, error, run, forget: () => setError(undefined) };
}
