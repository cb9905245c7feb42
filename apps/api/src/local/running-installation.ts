import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readConfiguration, readRunning, StartError } from '@samenplan/api/platform';
import { apiPrefix } from '@samenplan/shared/contracts';
import { Client } from 'pg';

/**
 * The example installation that runs on DATA_DIR of this machine, for the local tools. It exists in local mode only:
 * production keeps no address of its database in a file.
 */
export class RunningInstallation {
  private constructor(
    readonly url: string,
    private readonly owner: Client,
    private readonly hours: number,
  ) {}

  /** @throws StartError with one sentence when nothing runs here, or when this is production */
  static async connect(env: NodeJS.ProcessEnv): Promise<RunningInstallation> {
    const configuration = readConfiguration(env);
    if (configuration.mode !== 'local')
      throw new StartError('This tool is for example installations, not for production.');
    const running = readRunning(configuration.dataDir);
    if (running?.ownerUrl === undefined)
      throw new StartError(`No example installation runs on ${configuration.dataDir}: start one with npm start.`);
    const owner = new Client({ connectionString: running.ownerUrl });
    await owner.connect();
    return new RunningInstallation(`http://localhost:${running.port}`, owner, configuration.sessionHours);
  }

  /**
   * A fresh login of a person, as `name=value` of its cookie: proved now with a second factor, and not ended for lack of
   * use, as programs hold connections open without asking anything.
   */
  async logIn(personId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const hash = createHash('sha256').update(token).digest();
    await this.owner.query(
      `insert into login_session (id, token_hash, person_id, acr, proved_at, expires_at)
        values ($1, $2, $3, $5, clock_timestamp(), clock_timestamp() + make_interval(secs => $4))`,
      [randomUUID(), hash, personId, this.hours * 3600, 'http://eidas.europa.eu/LoA/substantial'],
    );
    return `samenplan=${token}`;
  }

  /** A person without roles or rights. */
  async addPerson(name: string): Promise<string> {
    const id = randomUUID();
    const code = Array.from(randomBytes(10), (byte) => '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'[byte % 32]).join('');
    await this.owner.query('insert into person (id, name, contact_code) values ($1, $2, $3)', [id, name, code]);
    return id;
  }

  /**
   * Asks the API to make something; waits when it says that this goes too fast.
   * @param asked path below the API prefix
   */
  async send(
    asked: { readonly cookie: string; readonly method: string; readonly path: string },
    body: object,
  ): Promise<{ id: string }> {
    const { cookie, method, path } = asked;
    const headers = { 'content-type': 'application/json', origin: this.url, cookie };
    const answer = await fetch(this.url + apiPrefix + path, { method, headers, body: JSON.stringify(body) });
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get('retry-after') ?? 1);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return this.send(asked, body);
    }
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return (await answer.json()) as { id: string };
  }

  async close(): Promise<void> {
    await this.owner.end();
  }
}

/** Runs a tool to its end; what goes wrong is one sentence and exit code 1. */
export async function runTool(work: (installation: RunningInstallation) => Promise<void>): Promise<void> {
  let installation: RunningInstallation | undefined;
  try {
    installation = await RunningInstallation.connect(process.env);
    await work(installation);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await installation?.close();
  }
}
