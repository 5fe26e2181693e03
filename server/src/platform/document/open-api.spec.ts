import { pathParams } from '@linli/shared/call';
import { allCalls } from '@linli/shared/calls';

import { openApiDocument } from './open-api.js';

type Json = Record<string, unknown>;
interface Operation extends Json {
  operationId: string;
  parameters: { name: string; in: string; schema: Json }[];
  requestBody?: { content: { 'application/json': { schema: { properties: Record<string, Json> } } } };
  responses: Record<string, { content: Record<string, { schema: Json }> }>;
}

// As a reader of the document gets it: through JSON.
const document = JSON.parse(JSON.stringify(openApiDocument(allCalls))) as Json & {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);
const named = (name: string) => operations.find((one) => one.operationId === name) as Operation;
const bodyOf = (name: string) => named(name).requestBody?.content['application/json'].schema.properties ?? {};
const codesOf = (name: string, status: number) =>
  (
    named(name).responses[status]?.content['application/json']?.schema.properties as {
      code: { enum: string[] };
    }
  )?.code.enum;

const types = new Set(['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']);

/** Every schema inside, with where it stands. */
function* schemasIn(schema: Json, at: string): Generator<[string, Json]> {
  yield [at, schema];
  for (const key of ['anyOf', 'oneOf', 'allOf'])
    for (const [i, inner] of ((schema[key] ?? []) as Json[]).entries())
      yield* schemasIn(inner, `${at}/${key}/${i}`);
  for (const key of ['items', 'additionalProperties'])
    if (typeof schema[key] === 'object') yield* schemasIn(schema[key] as Json, `${at}/${key}`);
  for (const [name, inner] of Object.entries((schema.properties ?? {}) as Record<string, Json>))
    yield* schemasIn(inner, `${at}/${name}`);
}

it('has every call once, with every part of its path', () => {
  expect(operations.map((one) => one.operationId).sort()).toEqual(allCalls.map((row) => row.name).sort());
  for (const row of allCalls) {
    const inPath = named(row.name).parameters.filter((one) => one.in === 'path');
    expect(inPath.map((one) => one.name)).toEqual(pathParams(row.path));
  }
});

it('holds sound schemas only: known types, required fields that exist, references that lead somewhere', () => {
  for (const one of operations) {
    const roots: [string, Json][] = [
      ...one.parameters.map((p): [string, Json] => [p.name, p.schema]),
      ...Object.entries(one.responses).flatMap(([status, answer]) =>
        Object.values(answer.content).map(({ schema }): [string, Json] => [status, schema]),
      ),
    ];
    if (one.requestBody) roots.push(['body', one.requestBody.content['application/json'].schema as Json]);
    for (const [at, schema] of roots.flatMap(([name, root]) => [
      ...schemasIn(root, `${one.operationId} ${name}`),
    ])) {
      const wrong: string[] = [];
      for (const type of [schema.type ?? []].flat() as string[]) if (!types.has(type)) wrong.push(type);
      for (const name of (schema.required ?? []) as string[])
        if (!(name in ((schema.properties ?? {}) as Json))) wrong.push(`required ${name}`);
      if (typeof schema.$ref === 'string') {
        const found = schema.$ref
          .replace(/^#\//, '')
          .split('/')
          .reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], document);
        if (!found) wrong.push(schema.$ref);
      }
      expect([at, wrong]).toEqual([at, []]);
    }
  }
});

it('shows how long words and how large numbers may be, though the checks stand behind a transform', () => {
  expect(bodyOf('activities.create').title).toMatchObject({ type: 'string', minLength: 1, maxLength: 30 });
  const page = named('redemptions.list').parameters.find((one) => one.name === 'page');
  expect(page?.schema).toMatchObject({ type: 'integer', minimum: 1 });
  expect(page?.schema).not.toHaveProperty('anyOf');
});

it('names the refusals that come with who asks and what is sent', () => {
  expect(codesOf('redemptions.redeem', 403)).toEqual(['NOT_LINKED']);
  expect(codesOf('redemptions.redeem', 401)).toContain('SESSION_ENDED');
  expect(codesOf('redemptions.redeem', 409)).toContain('REQUEST_KEY_REUSED');
  expect(codesOf('redemptions.redeem', 413)).toEqual(['PAYLOAD_TOO_LARGE']);
  expect(codesOf('counter.lookUp', 429)).toEqual(['COUNTER_LOCKED', 'TOO_MANY_REQUESTS']);
  expect(named('redemptions.list').responses).not.toHaveProperty('413');
  expect(JSON.stringify(named('roster.import').responses[422])).toContain('"problems"');
});

it('says what a binary answer is', () => {
  for (const row of allCalls.filter((one) => one.output === 'binary'))
    expect(Object.keys(named(row.name).responses[200]?.content ?? {})).not.toContain(
      'application/octet-stream',
    );
});
