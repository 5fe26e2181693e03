import { connect } from 'node:net';

/** Callers in rows and columns: each does one thing after another until the time is over. */

/**
 * @param {{ callers: number, ms: number, act: (caller: number, turn: number) => Promise<boolean> }} options
 *   `act` answers whether it succeeded
 * @returns {Promise<{ perSecond: number, done: number, failed: number }>}
 */
export async function loadFor({ callers, ms, act }) {
  const startedAt = performance.now();
  let done = 0;
  let failed = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = 0; performance.now() - startedAt < ms; turn++) {
        if (await act(caller, turn)) done += 1;
        else failed += 1;
      }
    }),
  );
  return { perSecond: (done / (performance.now() - startedAt)) * 1000, done, failed };
}

/**
 * One kept connection that asks one thing at a time. As little client as possible: on a small machine it takes its
 * share of the very processors it measures.
 */
export class Line {
  #socket;
  #received = Buffer.alloc(0);
  /** @type {{ resolve: (answer: { status: number, body: string }) => void, reject: (error: Error) => void } | null} */
  #waiting = null;

  constructor(socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#received = this.#received.length ? Buffer.concat([this.#received, chunk]) : chunk;
      this.#read();
    });
    const broken = (error) => {
      this.#waiting?.reject(error ?? new Error('the server closed the connection'));
      this.#waiting = null;
    };
    socket.on('error', broken);
    socket.on('close', () => broken());
  }

  /** @returns {Promise<Line>} */
  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new Line(socket));
      });
    });
  }

  /** @returns {Promise<{ status: number, body: string }>} */
  ask(method, path, token, input) {
    const body = input === undefined ? '' : JSON.stringify(input);
    const head =
      `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n` +
      (token ? `authorization: Bearer ${token}\r\n` : '') +
      (body ? `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` : '');
    this.#socket.write(`${head}\r\n${body}`);
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  #read() {
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? -1);
    if (length < 0) {
      this.#socket.destroy(new Error('an answer without a length'));
      return;
    }
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.toString('utf8', end + 4, end + 4 + length);
    this.#received = this.#received.subarray(end + 4 + length);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }

  close() {
    this.#socket.destroy();
  }
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
