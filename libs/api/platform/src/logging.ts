import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
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

/** Part of an address that is not a word of our routes: an id, a code, or what somebody typed. */
const NO_WORD = /(?<=\/)(?![a-z-]+\d?(?:\/|$))[^/]+/g;

/** The request in whose course something happens. */
const current = new AsyncLocalStorage<{ readonly traceId: string }>();

/**
 * The log of the process: one JSON line per event. An event is a fixed name, the rest stands in fields. Every line that
 * is written in the course of a request carries its `traceId`.
 */
export class Log {
  private readonly pino: Pino;
  readonly #tagKey = randomBytes(32);

  constructor(level: string, destination?: DestinationStream) {
    this.pino = pino(
      { level, base: null, redact: ['*.cookie', '*.authorization'], mixin: () => ({ ...current.getStore() }) },
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

  /**
   * Stands for an id that would lead to a person, such as that of a room. Lines of one process can be put together by
   * it; its key dies with the process, so that nobody can lead it back.
   */
  tag(id: string): string {
    return createHmac('sha256', this.#tagKey).update(id).digest('hex').slice(0, 12);
  }

  /** Express middleware: gives each request its trace id and logs one line when it is answered. */
  requests(): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
    const line = pinoHttp({
      logger: this.pino,
      genReqId: (request) => traceIdOf(request),
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'traceId' },
      // Query strings hold search words and login codes; headers hold cookies; ids and codes lead to people.
      // The filter has logged what went wrong, under the same trace id.
      serializers: {
        req: ({ method, url }: { method: string; url: string }) => ({
          method,
          path: (url.split('?', 1)[0] ?? '').slice(0, 200).replace(NO_WORD, (part) => this.tag(part)),
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
    return (request, response, next) => {
      line(request, response);
      current.run({ traceId: traceIdOf(request) }, next);
    };
  }
}

/** Version, trace id, span, flags (https://www.w3.org/TR/trace-context/); a trace id of zeros counts for nothing. */
const traceparent = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:-|$)/;

/** The id under which everything about this request is logged: of the `traceparent` that came with it, or a new one. */
export function traceIdOf(request: IncomingMessage): string {
  const known = z.string().safeParse(request.id);
  if (known.success) return known.data;
  const given = request.headers['traceparent'];
  const id = (typeof given === 'string' ? traceparent.exec(given)?.[1] : undefined) ?? randomBytes(16).toString('hex');
  request.id = id;
  return id;
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
