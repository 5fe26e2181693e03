import { existsSync } from 'node:fs';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves the mini-program's browser build at `/`. Its router works behind the `#`, so no address needs rewriting. */
export async function serveH5(fastify: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  await fastify.register(fastifyStatic, {
    root: directory,
    prefix: '/',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // File names of the build carry a hash of their content; index.html names the current ones.
      const hashed = /\.[0-9a-f]{8,}\.\w+$/.test(path);
      void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
