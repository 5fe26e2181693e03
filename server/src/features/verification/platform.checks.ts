import { text, type Check } from './check.js';

/** One hour: a message that waits longer than this past its time is stuck. */
const stuckMs = 3_600_000;

/** What belongs to no community; only whoever runs the server looks at it. */
export const platformChecks: readonly Check[] = [
  {
    name: 'request-keys',
    title: '每件办过的事都记下了答复',
    count: () => 'SELECT COUNT(*) AS n FROM request_keys',
    // The answer is written in the act's own transaction: an empty one was never committed by the server.
    faults: () => "SELECT k.account_id, k.request_key, k.call_name FROM request_keys k WHERE k.answer = ''",
    say: (row) =>
      `请求 ${text(row.request_key)}（账号 ${text(row.account_id)}，${text(row.call_name)}）：没有答复`,
  },
  {
    name: 'outbox',
    title: '要发出的事都发出去了，没有卡住的',
    count: () => 'SELECT COUNT(*) AS n FROM outbox_messages',
    faults: (look) => `SELECT id, kind, attempts, outcome FROM outbox_messages
              WHERE (done_at_ms = 0 AND due_at_ms < ${look.value(look.now.getTime() - stuckMs)}) OR outcome = 'failed'
                 OR (done_at_ms > 0 AND outcome IS NULL) ORDER BY id`,
    say: (row) =>
      `待发 ${text(row.id)}（${text(row.kind)}）：试了 ${text(row.attempts)} 次，${row.outcome === 'failed' ? '没有成功' : '还在等'}`,
  },
];
