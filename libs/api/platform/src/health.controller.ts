import { Controller, Get, Injectable } from '@nestjs/common';
import { Database } from './database';
import { Problem } from './problems';
import { Public } from './routes';

const ANSWER_WITHIN = 2_000;

/** Whether this process wants new work. */
@Injectable()
export class Readiness {
  #stopping = false;

  get stopping(): boolean {
    return this.#stopping;
  }

  /** For good: whoever divides requests sends them elsewhere from now on. */
  stop(): void {
    this.#stopping = true;
  }
}

@Public('operations: says only whether the process and its database answer')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly readiness: Readiness,
  ) {}

  /** The process answers: a restart would not help. */
  @Get('live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** The process can do its work: send it requests. Without Redis it does, more slowly: `samenplan_redis_up`. */
  @Get('ready')
  async ready(): Promise<{ status: string }> {
    if (this.readiness.stopping) throw new Problem('unavailable');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('The database is slow')), ANSWER_WITHIN);
    });
    try {
      await Promise.race([this.database.ping(), late]);
      return { status: 'ok' };
    } catch {
      throw new Problem('unavailable');
    } finally {
      clearTimeout(timer);
    }
  }
}
