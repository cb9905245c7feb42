import { z } from 'zod';
import { apiPrefix, type LoginNeeds } from './constants';
import { problemBody } from './problems';
import type { RouteShape } from './route';
import { routes } from './routes';

/** Version of the REST API, semantic; also the `API-Version` header of every answer. */
export const apiVersion = '1.0.0';

type Json = Record<string, unknown>;

const describe = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return json;
};

const parameters = (route: RouteShape): Json[] =>
  (['params', 'query'] as const).flatMap((part) => {
    const schema = route[part];
    if (!schema) return [];
    const { properties = {}, required = [] } = describe(schema, 'input') as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, shape]) => ({
      name,
      in: part === 'params' ? 'path' : 'query',
      required: part === 'params' || required.includes(name),
      schema: shape,
    }));
  });

const versionHeader = { 'API-Version': { $ref: '#/components/headers/API-Version' } };

const needsWords = ({ assurance, freshMinutes }: LoginNeeds): string =>
  `Needs a login with level of assurance ${assurance}` +
  `${freshMinutes === undefined ? '' : `, proved at most ${freshMinutes} minutes ago`}; else \`assurance-too-low\`.`;

function operation(name: string, route: RouteShape): Json {
  const content =
    route.download === undefined
      ? route.response && { 'application/json': { schema: describe(route.response, 'output') } }
      : Object.fromEntries(route.download.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    ...(route.needs ? { description: needsWords(route.needs) } : {}),
    ...(route.params || route.query ? { parameters: parameters(route) } : {}),
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: describe(route.body, 'input') } } } }
      : {}),
    responses: {
      [route.status]: { description: route.summary, headers: versionHeader, ...(content ? { content } : {}) },
      default: { $ref: '#/components/responses/problem' },
    },
  };
}

/** The OpenAPI 3.1 description of the REST API, made of the same routes that the server validates by. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes))
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(name, route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Samenplan',
      version: apiVersion,
      description:
        'One ondersteuningsplan, written together; the client decides per section who sees it. What one has no right to ' +
        'and what does not exist give the same answer.',
      contact: { name: 'Samenplan', url: 'https://samenplan.example', email: 'developers@samenplan.example' },
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: apiPrefix }],
    security: [{ session: [] }],
    tags: [
      { name: 'identity', description: 'Who one is, and whom one can share with' },
      { name: 'plan', description: 'Plans and their sections' },
      { name: 'access', description: 'Who sees what, and who looked' },
      { name: 'organisation', description: 'Organisations, their people and teams, for who administers them' },
    ],
    paths,
    components: {
      headers: { 'API-Version': { description: 'Version of this API', schema: { type: 'string' } } },
      responses: {
        problem: {
          description: 'What went wrong (RFC 9457)',
          headers: versionHeader,
          content: { 'application/problem+json': { schema: describe(problemBody, 'output') } },
        },
      },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'samenplan' } },
    },
  };
}
