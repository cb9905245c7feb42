import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { pinoHttp } from 'pino-http';
import { z } from 'zod';

/** Technical fields only: ids, counts, names of things in the code. Never text, names or addresses of people. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * What may be said about an error. Messages are left out: those of the database and of validation quote values.
 * @returns name, code and stack frames
 */
export function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { name: typeof error };
  const source = 'driverError' in error && error.driverError instanceof Error ? error.driverError : error;
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  const known = Object.entries(source).filter(
    (entry): entry is [string, string] => errorFields.has(entry[0]) && typeof entry[1] === 'string',
  );
  const cause: Record<string, string> =
    error.cause instanceof Error && 'code' in error.cause ? { cause: String(error.cause.code) } : {};
  return { name: error.name, ...Object.fromEntries(known), ...cause, stack: frames.slice(0, 12).join('\n') };
}

const errorFields = new Set(['code', 'fault', 'keyId', 'table', 'constraint', 'routine', 'syscall']);

/** The log of the process: one JSON line per event. An event is a fixed name, the rest stands in fields. */
export class Log {
  private readonly pino: Pino;

  constructor(level: string, destination?: DestinationStream) {
    this.pino = pino(
      { level, base: null, redact: ['*.cookie', '*.authorization'] },
      destination ?? pino.destination(1),
    );
  }

  debug(event: string, fields: LogFields = {}): void {
    this.pino.debug(fields, event);
  }

  info(event: string, fields: LogFields = {}): void {
    this.pino.info(fields, event);
  }

  warn(event: string, fields: LogFields = {}): void {
    this.pino.warn(fields, event);
  }

  error(event: string, error: unknown, fields: LogFields = {}): void {
    this.pino.error({ ...fields, error: describeError(error) }, event);
  }

  /** Express middleware: gives each request its trace id and logs one line when it is answered. */
  requests(): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
    return pinoHttp({
      logger: this.pino,
      genReqId: () => randomBytes(16).toString('hex'),
      quietReqLogger: true,
      // Query strings hold search words and login codes; headers hold cookies.
      // The filter has logged what went wrong, under the same trace id.
      serializers: {
        req: ({ method, url }: { method: string; url: string }) => ({
          method,
          path: url.split('?', 1)[0]?.slice(0, 200),
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
        err: () => undefined,
      },
      customLogLevel: (request, response) => {
        if (response.statusCode >= 500) return 'error';
        return /^\/(api|auth)\//.test(request.url ?? '') ? 'info' : 'debug';
      },
      customSuccessMessage: () => 'request',
      customErrorMessage: () => 'request',
    });
  }
}

/** The id under which everything about this request is logged. */
export function traceIdOf(request: IncomingMessage): string {
  const given = z.string().safeParse(request.id);
  if (given.success) return given.data;
  const made = randomBytes(16).toString('hex'); // Upgrades don't pass the middleware.
  request.id = made;
  return made;
}

/** Nest's own messages, in the same log: what goes wrong always, how it starts only at level debug. */
export function nestLogger(log: Log): LoggerService {
  const text = (message: unknown): string => (typeof message === 'string' ? message : 'nest');
  return {
    log: (message) => log.debug(text(message)),
    warn: (message) => log.warn(text(message)),
    error: (message) =>
      log.error('nest', message instanceof Error ? message : undefined, { message: text(message).slice(0, 300) }),
    fatal: (message) =>
      log.error('nest', message instanceof Error ? message : undefined, { message: text(message).slice(0, 300) }),
    debug: () => undefined,
    verbose: () => undefined,
  };
}
