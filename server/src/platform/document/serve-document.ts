import { createRequire } from 'node:module';
import { dirname } from 'node:path';

import fastifyStatic from '@fastify/static';
import { allCalls } from '@linli/shared/calls';
import type { FastifyInstance } from 'fastify';

import { openApiDocument } from './open-api.js';

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Linli API</title><link rel="stylesheet" href="/api/docs/files/swagger-ui.css"></head>
<body><div id="ui"></div>
<script src="/api/docs/files/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body></html>`;

const start = "SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#ui', deepLinking: true });";

/** `/api/openapi.json` and a readable page at `/api/docs`. */
export async function serveDocument(fastify: FastifyInstance): Promise<void> {
  let document: string | undefined;
  fastify.get('/api/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(allCalls));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  fastify.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  fastify.get('/api/docs/start.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(start),
  );
  await fastify.register(fastifyStatic, {
    root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    prefix: '/api/docs/files/',
    decorateReply: false,
    allowedPath: (path) => /^\/swagger-ui(-bundle)?\.(css|js)$/.test(path),
  });
}
