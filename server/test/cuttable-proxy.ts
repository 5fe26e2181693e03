import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy on loopback in front of a database, that can be cut and mended, or lose one answer. */
export class CuttableProxy {
  #open = true;
  #loseReplyTo: string | undefined;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(target: { host: string; port: number }): Promise<CuttableProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new CuttableProxy(server, (server.address() as { port: number }).port);
    server.on('connection', (client) => proxy.#join(client, target));
    return proxy;
  }

  /** Everybody is thrown out and nobody comes in. */
  cut(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#open = true;
  }

  /** The next time a client sends `word`, the database gets it, but the client loses the connection before the answer. */
  loseReplyTo(word: string): void {
    this.#loseReplyTo = word;
  }

  async stop(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(client: Socket, target: { host: string; port: number }): void {
    if (!this.#open) {
      client.destroy();
      return;
    }
    const database = connect(target);
    for (const socket of [client, database]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    let deaf = false;
    client.on('data', (chunk) => {
      if (this.#loseReplyTo !== undefined && chunk.includes(this.#loseReplyTo)) {
        this.#loseReplyTo = undefined;
        deaf = true;
      }
      database.write(chunk);
    });
    database.on('data', (chunk) => {
      if (deaf) client.destroy();
      else client.write(chunk);
    });
  }
}
