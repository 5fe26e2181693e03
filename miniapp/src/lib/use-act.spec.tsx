import { act, renderHook } from '@testing-library/react';

import { ApiError } from './api';
import { useAct } from './use-act';

const offline = new ApiError('OFFLINE', '没有连上网');
const soldOut = new ApiError('GIFT_OUT_OF_STOCK', '礼品已兑完', {}, 'R-1', 409);

function acting(answers: (ApiError | string)[]) {
  const keys: string[] = [];
  const { result } = renderHook(() =>
    useAct((_input: undefined, key) => {
      keys.push(key);
      const answer = answers[keys.length - 1] ?? 'done';
      return answer instanceof ApiError ? Promise.reject(answer) : Promise.resolve(answer);
    }),
  );
  return { keys, result };
}

it('asks again with the same key after a lost reply, and with a new one after an answer', async () => {
  const { keys, result } = acting([offline, 'first', soldOut, 'second']);
  for (let tap = 0; tap < 4; tap++) await act(() => result.current.run(undefined));
  const [lost, answered, refused, again] = keys;
  expect(answered).toBe(lost);
  expect(refused).not.toBe(answered);
  expect(again).not.toBe(refused);
});

it('lets one of two taps through', async () => {
  const { keys, result } = acting([]);
  await act(() => Promise.all([result.current.run(undefined), result.current.run(undefined)]));
  expect(keys).toHaveLength(1);
});

it('keeps the refusal until the next try', async () => {
  const { result } = acting([soldOut, 'done']);
  await act(() => result.current.run(undefined));
  expect(result.current.error?.text).toBe('礼品已兑完');
  await act(() => result.current.run(undefined));
  expect(result.current.error).toBeUndefined();
});
