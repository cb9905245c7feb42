import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  readonly until: number;
}

const MOST_ENTRIES = 2_000;
/** One for all kinds of things, keyed by kind and id; the oldest go first when it is full. */
const entries = new Map<string, Entry>();

/** Sessions, codes and grants of the provider, in memory: a restart asks everyone to choose again. */
export class MemoryAdapter implements Adapter {
  constructor(private readonly kind: string) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    entries.delete(this.#key(id));
    entries.set(this.#key(id), { payload, until: expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000 });
    const [oldest] = entries.keys();
    if (entries.size > MOST_ENTRIES && oldest !== undefined) entries.delete(oldest);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = entries.get(this.#key(id));
    if (entry !== undefined && entry.until > Date.now()) return entry.payload;
    entries.delete(this.#key(id));
    return undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#own().find(([, { payload }]) => payload.uid === uid)?.[1].payload;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined; // Devices without a browser can't log in here.
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload !== undefined) payload['consumed'] = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    entries.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.#own()) if (payload.grantId === grantId) entries.delete(key);
  }

  #own(): [string, Entry][] {
    return [...entries].filter(([key, { until }]) => key.startsWith(`${this.kind}:`) && until > Date.now());
  }

  #key(id: string): string {
    return `${this.kind}:${id}`;
  }
}
