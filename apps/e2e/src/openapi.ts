import { z } from 'zod';

/** The part of a JSON schema that bodies and parameters of ours use. */
export interface Shape {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly anyOf?: readonly Shape[] | undefined;
  readonly oneOf?: readonly Shape[] | undefined;
  readonly properties?: Readonly<Record<string, Shape>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Shape | undefined;
  readonly minimum?: number | undefined;
  readonly minItems?: number | undefined;
}

const shape: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(shape).optional(),
    oneOf: z.array(shape).optional(),
    properties: z.record(z.string(), shape).optional(),
    required: z.array(z.string()).optional(),
    items: shape.optional(),
    minimum: z.number().optional(),
    minItems: z.number().optional(),
  }),
);

const operation = z.object({
  operationId: z.string(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: shape }))
    .default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema: shape }) }) }).optional(),
});

const description = z.object({
  servers: z.array(z.object({ url: z.string() })).min(1),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

/** One request that the API offers, as its own description tells it. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  /** With the prefix of the API; ids as `{name}`, parameters that are numbers filled in. */
  readonly path: string;
  readonly params: readonly string[];
  readonly query: readonly { readonly name: string; readonly schema: Shape }[];
  readonly body: Shape | undefined;
}

/** Reads the description that a running product gives. */
export async function operationsOf(url: string): Promise<readonly Operation[]> {
  const answer = await fetch(`${url}/api/v1/openapi.json`);
  if (!answer.ok) throw new Error(`The description of the API answers ${answer.status}`);
  const { servers, paths } = description.parse(await answer.json());
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, { operationId, parameters, requestBody }]) => {
      const numbers = parameters.filter((one) => one.in === 'path' && one.schema.type === 'integer');
      const path = numbers.reduce((filled, { name }) => filled.replace(`{${name}}`, '1'), template);
      return {
        name: operationId,
        method: method.toUpperCase(),
        path: (servers[0]?.url ?? '') + path,
        params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
        query: parameters.filter((one) => one.in === 'query' && one.required === true),
        body: requestBody?.content['application/json'].schema,
      };
    }),
  );
}

/** A body with a value of the wrong kind in every field. */
export const wrongKinds = ({ body }: Operation, value: unknown): string =>
  JSON.stringify(Object.fromEntries(Object.keys(body?.properties ?? {}).map((name) => [name, value])));

/** Ids to fill in, by the name of the parameter or field; `id` stands for a recipient. */
export type Ids = Readonly<Record<string, string>>;

/**
 * A request of this operation that has the right form, with these ids wherever an id belongs.
 * @returns path with query, and body as JSON
 */
export function fillIn(
  { path, query, body }: Operation,
  ids: Ids,
): { readonly address: string; readonly body?: string } {
  const search = new URLSearchParams(
    query.map(({ name, schema }): [string, string] => [name, String(sample(schema, name, ids))]),
  );
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => idFor(name, ids));
  return {
    address: search.size === 0 ? filled : `${filled}?${search.toString()}`,
    ...(body === undefined ? {} : { body: JSON.stringify(sample(body, '', ids)) }),
  };
}

function idFor(name: string, ids: Ids): string {
  const known = ids[name];
  if (known === undefined) throw new Error(`No id is known for {${name}}: tell the attack tests which one to try`);
  return known;
}

/** Something that fits a schema. Fields that may be left out are filled when they hold an id (there one attacks) or a choice. */
function sample(schema: Shape, name: string, ids: Ids): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice !== undefined) return sample(choice, name, ids);
  switch (schema.type) {
    case 'object':
      return sampleObject(schema, ids);
    case 'array':
      return schema.minItems === undefined || schema.items === undefined
        ? []
        : [sample(schema.items, name.replace(/s$/, ''), ids)];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    default:
      return sampleText(schema, name, ids);
  }
}

function sampleObject({ properties = {}, required = [] }: Shape, ids: Ids): Record<string, unknown> {
  const wanted = Object.entries(properties).filter(
    ([name, field]) =>
      required.includes(name) || field.enum !== undefined || field.format === 'email' || (isId(field) && name in ids),
  );
  return Object.fromEntries(wanted.map(([name, field]) => [name, sample(field, name, ids)]));
}

const isId = (schema: Shape): boolean => schema.format === 'uuid' || (schema.anyOf?.some(isId) ?? false);

const DAY = 86_400_000;

function sampleText({ format }: Shape, name: string, ids: Ids): string {
  if (format === 'uuid') return idFor(name, ids);
  if (format === 'date-time') return new Date(Date.now() + 30 * DAY).toISOString();
  if (format === 'date') return new Date(Date.now() - DAY).toISOString().slice(0, 10);
  if (format === 'email') return 'iemand@example.org';
  if (name === 'phone') return '06-00 000 001';
  if (name === 'code') return ids['code'] ?? 'ABCDE23456';
  return 'Een woord';
}
