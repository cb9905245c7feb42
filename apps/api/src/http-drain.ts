import type { Server, ServerResponse } from 'node:http';

/** Requests that are being answered, so that a stop can let them finish. */
export class HttpDrain {
  #open = 0;
  #tell: () => void = () => undefined;

  constructor(private readonly server: Server) {
    server.on('request', (_, response: ServerResponse) => {
      this.#open += 1;
      response.once('close', () => {
        this.#open -= 1;
        if (this.#open === 0) this.#tell();
      });
    });
  }

  /** Accepts nothing new; resolves when all is answered, or after `patience` milliseconds. */
  async stop(patience: number): Promise<void> {
    this.server.close();
    this.server.closeIdleConnections();
    if (this.#open === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#tell = resolve;
      timer = setTimeout(resolve, patience);
    });
    clearTimeout(timer);
  }
}
