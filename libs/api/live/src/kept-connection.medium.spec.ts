import { once } from 'node:events';
import type { PoolClient } from 'pg';
import { KeptConnection } from './kept-connection';
import { LiveWorld } from './testing/live-world';

let world: LiveWorld;
let kept: KeptConnection;

beforeAll(async () => {
  world = await LiveWorld.create();
  kept = new KeptConnection(world.pool);
});

afterAll(async () => {
  await world.destroy(); // Would wait for a connection that nobody gave back.
});

const pid = async (db: PoolClient): Promise<number> => {
  const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
};

describe('a kept connection', () => {
  it('is the same one each time', async () => {
    expect(await kept.use(pid)).toBe(await kept.use(pid));
  });

  it('is another one after PostgreSQL ended it between two questions', async () => {
    const first = await kept.use(pid);
    const noticed = once(world.pool, 'remove');
    await world.pool.query('select pg_terminate_backend($1)', [first]);
    await noticed;
    expect(await kept.use(pid)).not.toBe(first);
  });

  it('is another one after an error, which is told', async () => {
    const first = await kept.use(pid);
    await expect(kept.use((client) => client.query('select 1 / 0'))).rejects.toMatchObject({ code: '22012' });
    expect(await kept.use(pid)).not.toBe(first);
  });

  it('goes back when it is closed', async () => {
    await kept.use(pid);
    await kept.close();
    expect(world.pool.totalCount - world.pool.idleCount).toBe(0);
  });
});
