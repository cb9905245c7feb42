import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { z } from 'zod';
import { defineRoute } from '@samenplan/shared/contracts';
import { Log, nestLogger } from './logging';
import { Problem, ProblemFilter } from './problems';
import { routeFaults } from './route-check';
import { Input, Route } from './routes';

const shape = { summary: 'x', tag: 'plan', status: 200 } as const;
const answer = z.object({ id: z.string(), title: z.string().max(5) });
const routes = {
  echo: defineRoute({
    ...shape,
    method: 'GET',
    path: '/echo/{id}',
    params: z.object({ id: z.string() }),
    response: answer,
  }),
  fixed: defineRoute({ ...shape, method: 'GET', path: '/echo/fixed', response: answer }),
  broken: defineRoute({ ...shape, method: 'GET', path: '/broken', response: answer }),
  crash: defineRoute({ ...shape, method: 'GET', path: '/crash', response: answer }),
  busy: defineRoute({ ...shape, method: 'GET', path: '/busy', response: answer }),
  remove: defineRoute({
    ...shape,
    method: 'DELETE',
    path: '/echo/{id}',
    status: 204,
    params: z.object({ id: z.string() }),
  }),
};

@Controller()
class ExampleController {
  @Route(routes.echo)
  echo(@Input() { params }: { params: { id: string } }): object {
    return { id: params.id, title: 'echo', birthDate: '1980-01-01' };
  }
  @Route(routes.fixed)
  fixed(): object {
    return { id: 'fixed', title: 'fixed' };
  }
  @Route(routes.broken)
  broken(): object {
    return { id: '1', title: 'Verslaving' };
  }
  @Route(routes.crash)
  crash(): object {
    throw new Error('insert into section values (Verslaving)');
  }
  @Route(routes.busy)
  busy(): object {
    throw new Problem('too-many-requests', { retryAfter: 1.2 });
  }
  @Route(routes.remove)
  remove(): object {
    return { title: 'Verslaving' };
  }
}

const lines: string[] = [];
const log = new Log('info', new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }));

@Module({ controllers: [ExampleController], providers: [{ provide: Log, useValue: log }] })
class ExampleModule {}

let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  app = await NestFactory.create<NestExpressApplication>(ExampleModule, {
    logger: nestLogger(log),
    routeResolutionStrategy: 'specificity',
  });
  app.useGlobalFilters(new ProblemFilter(log));
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/api/v1`;
});
afterAll(() => app.close());

const ask = async (path: string, method = 'GET'): Promise<[number, string]> => {
  const response = await fetch(url + path, { method });
  return [response.status, await response.text()];
};

it('a route answers only with what its contract names', async () => {
  expect(await ask('/echo/7')).toEqual([200, '{"id":"7","title":"echo"}']);
  expect(await ask('/echo/7', 'DELETE')).toEqual([204, '']);
});

it('a fixed path goes before one with a parameter', async () => {
  expect(await ask('/echo/fixed')).toEqual([200, '{"id":"fixed","title":"fixed"}']);
});

it('an answer that breaks its contract, or a crash, shows only a trace id, and logs where but not what', async () => {
  for (const path of ['/broken', '/crash']) {
    const [status, text] = await ask(path);
    expect([status, JSON.parse(text).code]).toEqual([500, 'unexpected-error']);
    expect(text).not.toContain('Verslaving');
  }
  expect(lines.join()).toContain('"places":"title too_big"');
  expect(lines.join()).toContain('routes.medium.spec');
  expect(lines.join()).not.toContain('Verslaving');
});

it('a problem says when to come back', async () => {
  const response = await fetch(`${url}/busy`);
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2']);
});

it('the check of routes finds one that nobody handles, or that the contracts do not know', () => {
  const { echo, ...rest } = routes;
  expect(routeFaults(app, routes)).toEqual([]);
  expect(routeFaults(app, rest)).toEqual(['ExampleController.echo serves a route outside the contracts']);
  expect(routeFaults(app, { ...routes, absent: { ...echo } })).toEqual(['Route absent has 0 handlers: ']);
});
