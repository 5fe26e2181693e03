import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Real processes run what the build made; `npm test` has built already, a single run of one file may not have. */
export function ensureServerBuilt(): void {
  const build = "import('../scripts/lib/build.mjs').then((m) => m.ensureBuilt(['shared', 'server']))";
  execFileSync(process.execPath, ['-e', build], { cwd: join(__dirname, '..'), stdio: 'pipe' });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The built server as a process of its own, on loopback. */
export class ServerProcess {
  output = '';

  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Starts it without waiting: for starts that must fail. */
  static async spawn(env: Record<string, string>): Promise<ServerProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, [join(__dirname, '../dist/main.js')], {
      env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServerProcess(child, `http://127.0.0.1:${port}/api`);
  }

  /** Starts it and waits until it is ready. */
  static async start(env: Record<string, string>): Promise<ServerProcess> {
    const server = await ServerProcess.spawn(env);
    for (let tries = 0; tries < 300; tries++) {
      if (server.child.exitCode !== null) throw new Error(`the server stopped: ${server.output}`);
      const answer = await fetch(`${server.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return server;
      await sleep(100);
    }
    throw new Error(`the server did not become ready: ${server.output}`);
  }

  /** Ends the process with a signal and waits until it is gone; answers its exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }

  async exited(): Promise<number | null> {
    if (this.child.exitCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }
}
