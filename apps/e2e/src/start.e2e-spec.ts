import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ask, Visitor } from './people';
import { newPlace } from './plans';
import { endOf, freePort, newDataFolder, Product, runBuilt, type Ending } from './product';
import { closeAll, openedSection, textOf, writeStored } from './sockets';

const local = { DEV_IDP_MODULE: 'dist/apps/dev-idp/main.js' };

/** Whether a process runs; one that ended and that the system has not cleared away yet does not. */
function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout.trim());
}

describe('a start that can not succeed', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await newDataFolder();
  });

  afterEach(async () => {
    await chmod(folder, 0o755);
    await rm(folder, { recursive: true, force: true });
  });

  async function startWith(settings: NodeJS.ProcessEnv): Promise<Ending> {
    return endOf(
      runBuilt('api/main.js', [], { PORT: String(await freePort()), DATA_DIR: folder, ...local, ...settings }),
    );
  }

  /** One sentence on the error output, that names what to change, without a stack or a secret. */
  function expectOneSentence({ code, errors }: Ending, ...parts: readonly (string | RegExp)[]): void {
    expect(code).toBe(1);
    expect(errors.trim().split('\n')).toHaveLength(1);
    for (const part of parts) expect(errors).toMatch(part);
    expect(errors).not.toMatch(/\bat .*:\d+:\d+|"level":/);
  }

  it('says which port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expectOneSentence(await startWith({ PORT: String(port) }), `Port ${port} is in use`, 'PORT');
    other.close();
  });

  it('says which data folder can not be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const inside = join(file, 'data');
    expectOneSentence(await startWith({ DATA_DIR: inside }), inside, 'DATA_DIR');
  });

  // Only root starts PostgreSQL as somebody else, who may not be let in.
  (process.getuid?.() === 0 ? it : it.skip)('says which folder keeps the user of PostgreSQL out', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    expectOneSentence(await startWith({ DATA_DIR: join(closed, 'data') }), closed, 'DATA_DIR');
  });

  it.each([
    ['is no address', 'not an address', 'DATABASE_URL'],
    ['leads to nobody', 'postgresql://somebody:geheim-wachtwoord@127.0.0.1:9/samenplan', 'DATABASE_URL'],
  ])('says that DATABASE_URL %s, without repeating it', async (_, url, name) => {
    const ending = await startWith({ DATABASE_URL: url });
    expectOneSentence(ending, name);
    expect(ending.errors).not.toContain('geheim-wachtwoord');
    expect(ending.errors).not.toContain('not an address');
  });

  it('says which secrets production lacks, each in one sentence and all at once', async () => {
    const { code, errors } = await startWith({ NODE_ENV: 'production', DEV_IDP_MODULE: '' });
    const lines = errors.trim().split('\n');
    expect(code).toBe(1);
    for (const name of ['DATABASE_URL', 'PUBLIC_URL', 'OIDC_ISSUER', 'OIDC_CLIENT_SECRET', 'MASTER_KEY'])
      expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
  });

  it('refuses example people and the local login in production', async () => {
    const { code, errors } = await startWith({ NODE_ENV: 'production', EXAMPLE_DATA: 'on' });
    expect(code).toBe(1);
    expect(errors).toContain('EXAMPLE_DATA');
    expect(errors).toContain('DEV_IDP_MODULE');
  });
});

describe('a product that runs', () => {
  let product: Product;
  let client: Visitor;

  beforeAll(async () => {
    product = await Product.start();
    client = await Visitor.logIn(product, 'client');
  }, 180_000);

  afterEach(closeAll);
  afterAll(() => product.remove());

  it('keeps a second start off its data folder, and goes on', async () => {
    const { code, errors } = await endOf(
      runBuilt('api/main.js', [], { PORT: String(await freePort()), DATA_DIR: product.dataDir, ...local }),
    );
    expect(code).toBe(1);
    expect(errors).toContain(product.dataDir);
    expect((await ask(`${product.url}/health/ready`)).status).toBe(200);
  }, 60_000);

  it('listens on this machine only', async () => {
    const { status } = await ask(`http://127.0.0.1:${product.port}/health/live`);
    expect(status).toBe(200);
    await expect(fetch(`http://127.0.0.2:${product.port}/health/live`)).rejects.toThrow();
  });

  it('recovers by itself after kill -9, with the database that was left running stopped first', async () => {
    const { sectionId } = await newPlace(client);
    await writeStored(await openedSection(client, sectionId), 'Vlak voor het einde.');
    const left = await product.databasePid();
    await product.kill();
    expect(isAlive(left)).toBe(true);
    await product.startAgain();
    expect(isAlive(left)).toBe(false);
    expect(isAlive(await product.databasePid())).toBe(true);
    expect(await textOf(client, sectionId)).toContain('Vlak voor het einde.');
  }, 120_000);

  it('recovers by itself when its database is killed too', async () => {
    const { sectionId } = await newPlace(client);
    await writeStored(await openedSection(client, sectionId), 'Ook dit bleef staan.');
    const database = await product.databasePid();
    await product.kill();
    if (database !== undefined) process.kill(database, 'SIGKILL');
    await product.startAgain();
    expect(await textOf(client, sectionId)).toContain('Ook dit bleef staan.');
  }, 120_000);

  it('leaves nothing behind on Ctrl-C, also while people write', async () => {
    const { sectionId } = await newPlace(client);
    await openedSection(client, sectionId);
    const [server, database] = [product.pid, await product.databasePid()];
    expect([isAlive(server), isAlive(database)]).toEqual([true, true]);
    expect(await product.stop()).toBe(0);
    expect([isAlive(server), isAlive(database)]).toEqual([false, false]);
    expect(await product.databasePid()).toBeUndefined();
  }, 60_000);
});
