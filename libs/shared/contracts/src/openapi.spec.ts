import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './openapi';
import { routes } from './routes';

const description = openApiDocument() as {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
};

describe('the OpenAPI description', () => {
  it('is committed as it is generated (npm run docs)', () => {
    const committed = readFileSync(join(import.meta.dirname, '../../../../docs/openapi.json'), 'utf8');
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(description)));
  });

  it('describes every route of the contracts once', () => {
    const operations = Object.values(description.paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
  });

  it('names paths in kebab-case without trailing slash, parameters in camelCase (Dutch API Design Rules)', () => {
    for (const path of Object.keys(description.paths))
      expect(path).toMatch(/^(\/([a-z]+(-[a-z]+)*|\{[a-z][a-zA-Z]*\}))+$/);
  });

  it('lets every operation answer with a problem', () => {
    for (const path of Object.values(description.paths))
      for (const { responses } of Object.values(path))
        expect(responses['default']).toEqual({ $ref: '#/components/responses/problem' });
  });
});
