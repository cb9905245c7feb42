import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessModule } from '@samenplan/api/access';
import { identityEntities, IdentityModule, Logins } from '@samenplan/api/identity';
import { LiveModule, Rooms } from '@samenplan/api/live';
import { Log, PlatformModule, type Configuration, ProblemFilter, UpgradeRouter } from '@samenplan/api/platform';
import { testConfiguration, testDatabase, type TestDatabase } from '@samenplan/api/platform/testing';
import { apiPrefix } from '@samenplan/shared/contracts';
import { Client } from 'pg';
import { z } from 'zod';
import { PlanModule } from '../plan.module';
import { SectionRoom } from '../section-room';
import { manyPlans } from './many-plans';
import { TestPeople } from './people';

/** What came back, its body already parsed; undefined when it was empty. */
export type Answer = { readonly status: number; readonly body: unknown };

/** A logged-in person who calls the API. */
export class Caller {
  constructor(
    readonly id: string,
    readonly cookie: string,
    private readonly address: string,
  ) {}

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.address}${apiPrefix}${path}`, {
      method,
      headers: { cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  /** The answer to a request that must succeed, in the given shape. */
  async want<T>(shape: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return shape.parse(answer.body);
  }
}

const made = z.object({ id: z.string() });

/** The libraries of plans on a database of their own, reached through HTTP. */
export class TestServer {
  readonly people: TestPeople;

  private constructor(
    readonly app: INestApplication,
    readonly database: TestDatabase,
    /** Owner of the tables: past row-level security. */
    readonly owner: Client,
    readonly address: string,
  ) {
    this.people = new TestPeople(owner);
  }

  /** @param changes settings that a test cares about */
  static async start(changes: Partial<Configuration> = {}): Promise<TestServer> {
    const database = await testDatabase();
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const app = await compose(database, changes);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new TestServer(app, database, owner, `http://127.0.0.1:${port}`);
  }

  /** A second instance on the same database, which hears nothing of what this one publishes. */
  async beside(): Promise<{ readonly app: INestApplication; readonly address: string }> {
    const app = await compose(this.database);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return { app, address: `http://127.0.0.1:${port}` };
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.owner.end();
    await this.database.drop();
  }

  get rooms(): Rooms {
    return this.app.get(Rooms, { strict: false });
  }

  async login(personId: string): Promise<Caller> {
    const logins = this.app.get(Logins, { strict: false });
    const acr = 'http://eidas.europa.eu/LoA/substantial';
    const token = await logins.begin(personId, { acr, idToken: null, provedAt: new Date() });
    return new Caller(personId, `${logins.cookie.name}=${token}`, this.address);
  }

  async sessionOf(personId: string): Promise<string> {
    const { rows } = await this.owner.query<{ id: string }>(
      'select id from login_session where person_id = $1 and ended_at is null order by created_at desc',
      [personId],
    );
    return made.parse(rows[0]).id;
  }

  /** A client with a plan; its first section is the own story. */
  async client(name: string): Promise<{ readonly caller: Caller; readonly planId: string }> {
    const caller = await this.login(await this.people.person(name, ['client']));
    const { id } = await caller.want(made, 'POST', '/plans', { title: `Plan van ${name}` });
    return { caller, planId: id };
  }

  /** @returns id of a new section of the whole plan */
  async section(caller: Caller, planId: string, title: string, more: object = {}): Promise<string> {
    return (await caller.want(made, 'POST', `/plans/${planId}/sections`, { title, kind: 'own', ...more })).id;
  }

  /**
   * Plans with one section each, all shown to one reader: put in past the API, which nobody can ask for hundreds.
   * @returns ids of the keys of the plans
   */
  async many(clientId: string, readerId: string, amount: number): Promise<string[]> {
    return manyPlans(this.app, this.owner, { clientId, readerId, amount });
  }

  /** @returns id of the rule */
  async share(
    caller: Caller,
    planId: string,
    personId: string,
    level: 'read' | 'write',
    sectionId?: string,
  ): Promise<string> {
    const body = {
      recipient: { type: 'person', id: personId },
      effect: 'share',
      level,
      endsAt: inDays(30),
      ...(sectionId === undefined ? {} : { sectionId }),
    };
    return (await caller.want(made, 'POST', `/plans/${planId}/grants`, body)).id;
  }
}

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

async function compose(database: TestDatabase, changes: Partial<Configuration> = {}): Promise<NestExpressApplication> {
  const log = new Log('error');
  const { serveUrl, liveUrl } = database;
  const configuration = testConfiguration(database, changes);

  @Module({
    imports: [
      PlatformModule.forRoot({ configuration, serveUrl, liveUrl, entities: identityEntities, log }),
      IdentityModule,
      AccessModule,
      PlanModule,
      LiveModule.forRooms({ kinds: [SectionRoom], logins: Logins, imports: [IdentityModule, PlanModule] }),
    ],
  })
  class PlanServer {}

  const app = await NestFactory.create<NestExpressApplication>(PlanServer, {
    logger: ['error'],
    abortOnError: false,
    forceCloseConnections: true,
  });
  app.useGlobalFilters(new ProblemFilter(log));
  app.get(UpgradeRouter).attach(app.getHttpServer() as ReturnType<typeof createServer>);
  return app;
}
