import { problemCatalogue, type LoginNeeds, type ProblemBody, type ProblemCode } from '@samenplan/shared/contracts';

/** Everything that can go wrong with a request; `offline` never reached the server, or its answer never arrived. */
export type ProblemKind = ProblemCode | 'offline';

/** A refused, failed or lost request. Screens choose their words by `code`, never by `message`. */
export class ApiProblem extends Error {
  constructor(
    readonly code: ProblemKind,
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** Number to tell when asking for help; null when the server gave none. */
    readonly traceId: string | null = null,
    /** Names of wrong fields, never their values. */
    readonly fields: readonly string[] = [],
    /** With `assurance-too-low`: what the login must be worth. */
    readonly needs: LoginNeeds | null = null,
  ) {
    super(code);
    this.name = 'ApiProblem';
  }

  /** Turns whatever a promise was rejected with into a problem, so that no screen meets a bare error. */
  static from(cause: unknown): ApiProblem {
    return cause instanceof ApiProblem ? cause : new ApiProblem('unexpected-error', 0);
  }

  /** Reads an error answer; a proxy that answers something else still gives a problem of the right family. */
  static async read(answer: Response): Promise<ApiProblem> {
    const body = await readBody(answer);
    const code =
      body?.code !== undefined && Object.hasOwn(problemCatalogue, body.code) ? body.code : codeFor(answer.status);
    const fields = body?.errors?.map((error) => error.path) ?? [];
    return new ApiProblem(code, answer.status, body?.traceId ?? null, fields, needsOf(body));
  }
}

function needsOf(body: Partial<ProblemBody> | null): LoginNeeds | null {
  if (body?.needs === undefined) return null;
  const { assurance, freshMinutes } = body.needs;
  return { assurance, ...(freshMinutes === undefined ? {} : { freshMinutes }) };
}

async function readBody(answer: Response): Promise<Partial<ProblemBody> | null> {
  if (!(answer.headers.get('content-type') ?? '').includes('json')) return null;
  try {
    return (await answer.json()) as Partial<ProblemBody>;
  } catch {
    // A cut-off body still leaves the status to decide by.
    return null;
  }
}

function codeFor(status: number): ProblemCode {
  switch (status) {
    case 401:
      return 'login-required';
    case 403:
      return 'not-allowed';
    case 404:
      return 'not-found';
    case 409:
      return 'conflict';
    case 413:
      return 'content-too-large';
    case 429:
      return 'too-many-requests';
    case 502:
    case 503:
    case 504:
      return 'unavailable';
    default:
      return status < 500 ? 'input-invalid' : 'unexpected-error';
  }
}
