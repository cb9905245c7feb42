import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { problemCatalogue, type ProblemBody, type ProblemCode } from '@samenplan/shared/contracts';
import type { Request, Response } from 'express';
import { isDestroyed, isUnreadable } from './keys';
import { Log, traceIdOf } from './logging';

export interface ProblemDetails {
  /** Fields that are wrong and why, never their values. */
  readonly errors?: ProblemBody['errors'];
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number;
  /** What the login must be worth. */
  readonly needs?: ProblemBody['needs'];
}

/** Something from the closed catalogue went wrong; the filter turns it into `application/problem+json`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly details: ProblemDetails = {},
  ) {
    super(code);
    this.status = problemCatalogue[code].status;
  }
}

/** The answer of every error, RFC 9457. */
export function problemBody({ code, details }: Problem, traceId: string): ProblemBody {
  const { status, title } = problemCatalogue[code];
  return {
    type: `/problems/${code}`,
    status,
    title,
    code,
    traceId,
    ...(details.errors === undefined ? {} : { errors: details.errors }),
    ...(details.needs === undefined ? {} : { needs: details.needs }),
  };
}

/** Writes a problem on any Express answer that has not begun. */
export function sendProblem(problem: Problem, request: Request, response: Response): void {
  if (problem.details.retryAfter !== undefined)
    response.setHeader('Retry-After', String(Math.ceil(problem.details.retryAfter)));
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, traceIdOf(request))));
}

/** What Nest and the body parser report by status; their messages quote what was sent and are dropped. */
const byStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'input-invalid',
  401: 'login-required',
  403: 'not-allowed',
  404: 'not-found',
  405: 'not-found',
  413: 'content-too-large',
  415: 'input-invalid',
  429: 'too-many-requests',
  503: 'unavailable',
};

/** Everything that is thrown becomes a problem of the catalogue; what nobody expected shows only a trace id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.#problemOf(error);
    if (problem.status >= 500) this.log.error('request-failed', error, { traceId: traceIdOf(request) });
    if (response.headersSent) {
      response.destroy(); // Half an answer must not look like a whole one.
      return;
    }
    sendProblem(problem, request, response);
  }

  #problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof HttpException)
      return new Problem(
        byStatus[error.getStatus()] ?? (error.getStatus() < 500 ? 'input-invalid' : 'unexpected-error'),
      );
    if (isUnreadable(error)) return new Problem(isDestroyed(error) ? 'content-destroyed' : 'content-unreadable');
    return new Problem('unexpected-error');
  }
}
