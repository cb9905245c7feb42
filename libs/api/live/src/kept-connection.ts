import type { Pool, PoolClient } from 'pg';

/**
 * One connection that stays taken from its pool: who asks without a pause neither waits for a free one nor pays for
 * taking and giving back. After any error the next one who asks gets a new one.
 */
export class KeptConnection {
  #connecting: Promise<PoolClient> | undefined;

  constructor(private readonly pool: Pool) {}

  /** @throws what the work throws */
  async use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.#connecting ??= this.#connect();
    const connecting = this.#connecting;
    try {
      return await work(await connecting);
    } catch (error) {
      await this.#drop(connecting);
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#connecting !== undefined) await this.#drop(this.#connecting);
  }

  async #connect(): Promise<PoolClient> {
    const client = await this.pool.connect();
    const connecting = this.#connecting;
    // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
    client.on('error', () => void this.#drop(connecting));
    return client;
  }

  async #drop(connecting: Promise<PoolClient> | undefined): Promise<void> {
    if (connecting === undefined || this.#connecting !== connecting) return;
    this.#connecting = undefined;
    const held = await connecting.catch(() => undefined); // It was never there: nothing to let go.
    held?.release(true);
  }
}
