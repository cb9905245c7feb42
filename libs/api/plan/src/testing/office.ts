import { randomUUID } from 'node:crypto';
import { LiveConnection, type LiveState, type WebSocketClass } from '@samenplan/shared/live-protocol';
import { organisation, type Organisation } from '@samenplan/shared/contracts';
import { WebSocket } from 'ws';
import type { TestPlace } from './people';
import type { Caller, TestServer } from './server';

/** An organisation with somebody who administers it, as tests need it. */
export class Office {
  private constructor(
    private readonly server: TestServer,
    readonly place: TestPlace,
    readonly administrator: Caller,
  ) {}

  static async open(server: TestServer, name = 'Thuiszorg'): Promise<Office> {
    const place = await server.people.place(name, 'wijkverpleegkundige');
    const office = new Office(server, place, await server.login(await server.people.person('Ilse', ['administrator'])));
    await office.appoint(office.administrator.id);
    return office;
  }

  get path(): string {
    return `/organisations/${this.place.organisationId}`;
  }

  async appoint(personId: string): Promise<void> {
    await this.server.owner.query(
      'insert into administration (id, person_id, organisation_id) values (gen_random_uuid(), $1, $2)',
      [personId, this.place.organisationId],
    );
  }

  async colleague(name: string): Promise<{ readonly caller: Caller; readonly affiliationId: string }> {
    const id = await this.server.people.person(name, ['professional']);
    const affiliationId = await this.server.people.affiliation(id, this.place);
    return { caller: await this.server.login(id), affiliationId };
  }

  /** @returns team id */
  team(name: string, affiliationIds: readonly string[]): Promise<string> {
    return this.server.people.team(name, this.place, affiliationIds);
  }

  get(): Promise<Organisation> {
    return this.administrator.want(organisation, 'GET', this.path);
  }
}

/** The connection of our own client to a section, at any instance. */
export function openLive(address: string, { cookie }: Caller, sectionId: string): LiveConnection {
  const headers = { cookie, origin: 'http://localhost:3000' };
  const Base = class extends WebSocket {
    constructor(to: string | URL, protocols?: string | string[]) {
      super(to, protocols ?? [], { headers });
    }
  };
  return new LiveConnection({
    url: `${address.replace('http', 'ws')}/live/sections`,
    roomId: sectionId,
    WebSocket: Base as unknown as WebSocketClass,
    retryDelay: () => 20,
  });
}

/** Resolves when the state of a connection is as asked. */
export async function until(connection: LiveConnection, is: (state: LiveState) => boolean): Promise<LiveState> {
  if (is(connection.state)) return connection.state;
  return new Promise((resolve) => {
    const end = connection.onChange((state) => {
      if (!is(state)) return;
      end();
      resolve(state);
    });
  });
}

export const nobody = (): string => randomUUID();
