import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ready, runBuilt } from '../product';

/** One api process of a cluster. */
export class Instance {
  #process: ChildProcess | undefined;

  constructor(
    readonly port: number,
    private readonly settings: NodeJS.ProcessEnv,
    /** Hears what runs now, so that nothing is left behind. */
    private readonly changed: () => void,
  ) {}

  /** Its own address, past the reverse proxy. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#runs() ? this.#process?.pid : undefined;
  }

  /** Resolves when it serves; also again, after {@link kill} or {@link drain}. */
  async start(): Promise<void> {
    if (this.#runs()) return;
    const settings = { ...this.settings, PORT: String(this.port) };
    // A group of its own: Ctrl-C in a terminal reaches the starter only, which ends things in order.
    this.#process = runBuilt('api/main.js', [], settings, { detached: true });
    this.changed();
    await ready(this.#process);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM. @returns its exit code; null when a signal ended it */
  async drain(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** It stands still in the middle of whatever it did (SIGSTOP). */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** It goes on, and finds that time has passed. */
  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  #runs(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || !this.#runs()) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    if (signal !== 'SIGKILL') child.kill('SIGCONT'); // A frozen process hears nothing else.
    await gone;
    this.changed();
    return child.exitCode;
  }
}
