import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { registerControlRoutes } from './control-routes.js';
import { BadControlCall, type SimulatorControl } from './control.js';
import { Faults, type Fault } from './faults.js';
import { MovableClock } from './movable-clock.js';
import { PlatformApis, type Api } from './platform-apis.js';
import { publishedLimits, type Limits } from './quotas.js';
import { Refusal } from './refusals.js';

export interface SimulatorOptions {
  /** 0 takes any free port. */
  port: number;
  host?: string;
  appid: string;
  secret: string;
  /** Milliseconds since the epoch; the control calls move time on top of this. */
  now?: () => number;
  /** Published limits unless said otherwise. */
  limits?: Partial<Limits>;
  /** Pages of the released mini-program (`pages/home/index`), for the `check_path` rule; all pages when left out. */
  pages?: readonly string[];
}

export interface Simulator {
  /** `http://127.0.0.1:41234`, to be used as `WECHAT_API_BASE`. */
  url: string;
  control: SimulatorControl;
  close(): Promise<void>;
}

/**
 * Starts a stand-in for `api.weixin.qq.com` that holds everything in memory.
 * A refusal is HTTP 200 with `errcode`, as on the real platform.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clock = new MovableClock(options.now);
  const faults = new Faults();
  const released = options.pages ? new Set(options.pages) : null;
  const apis = new PlatformApis(
    { appid: options.appid, secret: options.secret, releasedPages: released },
    { ...publishedLimits, ...options.limits },
    () => clock.now(),
  );
  let latencyMs = 0;
  let calls: Record<string, number> = {};

  const control: SimulatorControl = {
    issueCode: (grant) => apis.loginCodes.issue(grant, clock.now()),
    issuePhoneCode: (grant) => apis.phoneCodes.issue(grant, clock.now()),
    sessionKeyOf: (openid) => apis.sessionKeys.get(openid),
    addFault: (fault) => {
      if (!(fault.path in apis.routes)) throw new BadControlCall(`${fault.path} is not simulated`);
      faults.add(fault);
    },
    clearFaults: () => faults.clear(),
    setLatency: (ms) => {
      latencyMs = ms;
    },
    advanceClock: (ms) => clock.advance(ms),
    setClock: (ms) => clock.set(ms),
    now: () => clock.now(),
    counters: () => ({ ...calls }),
    resetCounters: () => {
      calls = {};
    },
  };

  async function serve(
    path: string,
    api: Api,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    calls[path] = (calls[path] ?? 0) + 1;
    const fault = faults.take(path);
    const wait = latencyMs + (fault?.delayMs ?? 0);
    if (wait > 0) await pause(wait);
    if (fault?.drop === true || fault?.drop === 'before') return cut(request, reply);

    const answer = answerOf(api, request, fault);
    if (fault?.drop === 'after') return cut(request, reply);
    return Buffer.isBuffer(answer) ? reply.type('image/png').send(answer) : reply.send(answer);
  }

  const server = fastify({ forceCloseConnections: true });
  // WeChat looks at the body, not at its declared type.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  for (const [path, api] of Object.entries(apis.routes)) {
    server.all(path, (request, reply) => serve(path, api, request, reply));
  }
  registerControlRoutes(server, control);
  await server.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  return { url: urlOf(server), control, close: () => server.close() };
}

function answerOf(api: Api, request: FastifyRequest, fault: Fault | undefined): object | Buffer {
  try {
    const scripted = fault?.errcode ?? scriptedByHeader(request);
    if (scripted !== undefined) throw new Refusal(scripted);
    if (request.method !== api.method) throw new Refusal(api.method === 'GET' ? 43001 : 43002);
    return api.answer({
      query: request.query as Record<string, unknown>,
      body: typeof request.body === 'string' ? request.body : '',
    });
  } catch (error) {
    if (error instanceof Refusal) return error.toBody();
    throw error;
  }
}

function scriptedByHeader(request: FastifyRequest): number | undefined {
  const value = Number(request.headers['x-sim-errcode']);
  return Number.isInteger(value) && value !== 0 ? value : undefined;
}

/** Ends the connection without a word. */
function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function urlOf(server: FastifyInstance): string {
  const { address, port } = server.server.address() as AddressInfo;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
