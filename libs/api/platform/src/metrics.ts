import { timingSafeEqual } from 'node:crypto';
import { Controller, Get, Injectable, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Configuration } from './configuration';
import { Problem } from './problems';
import { Public } from './routes';

/** Figures for operations. Labels are names from the code: never an id, a title or a person. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'samenplan_http_request_seconds',
    help: 'Duration of requests by method, route of the code and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A figure that is read when it is asked for. */
  watch(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** Express middleware that times requests; unknown addresses share one label. */
  requests(): (request: Request, response: Response, next: () => void) => void {
    return (request, response, next) => {
      const stop = this.#requests.startTimer();
      response.once('finish', () => {
        const route: unknown = request.route;
        const path = typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : 'other';
        stop({ method: request.method, route: path, status: String(response.statusCode) });
      });
      next();
    };
  }
}

@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly configuration: Configuration,
  ) {}

  @Public('operations: guarded by METRICS_TOKEN, or loopback only in local mode')
  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!this.#mayLook(request)) throw new Problem('not-found');
    response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }

  #mayLook(request: Request): boolean {
    const token = this.configuration.metricsToken;
    if (token === undefined) return this.configuration.mode === 'local' && isLoopback(request.socket.remoteAddress);
    const expected = Buffer.from(`Bearer ${token}`);
    const given = Buffer.from(request.headers.authorization ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

const isLoopback = (address: string | undefined): boolean =>
  address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
