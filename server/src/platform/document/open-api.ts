import { binary, generalErrors, pathParams, type Call } from '@linli/shared/call';
import { errors, type ErrorCode } from '@linli/shared/errors';
import { permissions, roles, type Role } from '@linli/shared/permissions';
import { limitsOf } from '@linli/shared/fields';
import * as z from 'zod/mini';

type Json = Record<string, unknown>;

/** The API document (OpenAPI 3.1), printed from the call table. */
export function openApiDocument(calls: readonly Call[]): Json {
  const paths: Record<string, Json> = {};
  for (const row of calls) {
    const path = `/api${row.path.replace(/:([A-Za-z]+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: operation(row) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Linli 邻里',
      version: '1',
      description:
        'Every call of the server: printed from the call table that the server binds and the mini-program sends.',
    },
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
}

function schemaOf(type: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const words = limitsOf(zodSchema);
      if (!words) return;
      delete jsonSchema.anyOf;
      Object.assign(jsonSchema, words);
    },
  }) as Json;
  return schema;
}

function operation(row: Call): Json {
  const input = schemaOf(row.input, 'input') as { properties?: Record<string, Json>; required?: string[] };
  const inPath = pathParams(row.path);
  const required = new Set(input.required ?? []);
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.includes(name));
  const inQuery = row.method === 'GET' || row.method === 'DELETE';
  return {
    operationId: row.name,
    summary: row.summary,
    tags: [row.name.split('.')[0]],
    description: accessText(row),
    ...(row.access === 'public' ? {} : { security: [{ bearer: [] }] }),
    parameters: [
      ...inPath.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: input.properties?.[name] ?? { type: 'string' },
      })),
      ...(inQuery
        ? rest.map(([name, schema]) => ({ name, in: 'query', required: required.has(name), schema }))
        : []),
    ],
    ...(inQuery || rest.length === 0
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: Object.fromEntries(rest),
                  required: rest.map(([name]) => name).filter((name) => required.has(name)),
                  additionalProperties: false,
                },
              },
            },
          },
        }),
    responses: {
      200: {
        description: 'Done',
        content:
          row.output === binary
            ? Object.fromEntries(
                (row.answersAs ?? ['application/octet-stream']).map((type) => [
                  type,
                  { schema: { type: 'string', format: 'binary' } },
                ]),
              )
            : { 'application/json': { schema: schemaOf(row.output, 'output') } },
      },
      ...refusals(refusalsOf(row, 'requestKey' in (input.properties ?? {}), !inQuery)),
    },
  };
}

/** What a call can answer with besides 200: its own refusals and those that come with what it is. */
function refusalsOf(row: Call, hasRequestKey: boolean, hasBody: boolean): ErrorCode[] {
  const codes: ErrorCode[] = [...row.errors, ...generalErrors];
  if (row.access !== 'public') codes.push('SESSION_ENDED');
  if (row.access in permissions) {
    const holders: readonly Role[] = permissions[row.access as keyof typeof permissions];
    if (holders.includes('resident')) codes.push('NOT_LINKED');
  }
  if (hasBody) codes.push('PAYLOAD_TOO_LARGE');
  if (hasRequestKey) codes.push('REQUEST_KEY_REUSED');
  return [...new Set(codes)];
}

const problemLines = {
  type: 'array',
  items: {
    type: 'object',
    required: ['line', 'column', 'text'],
    properties: { line: { type: 'integer' }, column: { type: 'string' }, text: { type: 'string' } },
  },
};

function accessText(row: Call): string {
  if (row.access === 'public') return 'Anyone.';
  if (row.access === 'signedIn') return 'Anyone signed in with WeChat.';
  const holders = (permissions[row.access] as readonly Role[]).map((role) => `${role} (${roles[role]})`);
  return `Permission \`${row.access}\`: ${holders.join(', ')}; within the scope of the role.`;
}

function refusals(codes: readonly ErrorCode[]): Json {
  const byStatus: Record<number, ErrorCode[]> = {};
  for (const code of codes) (byStatus[errors[code].status] ??= []).push(code);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\` ${errors[code].text}`).join('\n\n'),
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['code', 'text', 'requestId'],
              properties: {
                code: { enum: list },
                text: { type: 'string' },
                requestId: { type: 'string' },
                fields: { type: 'object', additionalProperties: { type: 'string' } },
                ...(status === '422' ? { problems: problemLines } : {}),
              },
            },
          },
        },
      },
    ]),
  );
}
