import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  Injectable,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  StreamableFile,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { apiPrefix, type RouteShape } from '@samenplan/shared/contracts';
import type { Request } from 'express';
import { map, type Observable } from 'rxjs';
import type { z } from 'zod';
import { Log, traceIdOf } from './logging';
import { Problem } from './problems';

const ROUTE = Symbol('route of the contracts');
const PUBLIC = Symbol('public because');

/** What the handler of a route receives through {@link Input}: validated and typed by `RouteInput<typeof route>`. */
interface CheckedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Requests whose input was checked; a handler without `@Route` has none. */
const inputs = new WeakMap<Request, CheckedInput>();

/**
 * Makes a method the handler of one route of the contracts: verb, path, status, validation of what comes in (after
 * the guards) and of what goes out. The controller itself has no path: `@Controller()`.
 */
export function Route(route: RouteShape): MethodDecorator {
  return applyDecorators(
    RequestMapping({
      path: apiPrefix + route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      method: RequestMethod[route.method],
    }),
    HttpCode(route.status),
    SetMetadata(ROUTE, route),
    UseInterceptors(RouteInterceptor),
  );
}

/** Anyone may call this without a login; `why` is for the reader and for the check that every route decides. */
export function Public(why: string): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC, why);
}

/** Whether the handler, or its controller, is marked {@link Public}. */
export function isPublic(reflector: Reflector, context: ExecutionContext): boolean {
  return (
    reflector.getAllAndOverride<string | undefined>(PUBLIC, [context.getHandler(), context.getClass()]) !== undefined
  );
}

export const routeOf = (reflector: Reflector, handler: () => unknown): RouteShape | undefined =>
  reflector.get<RouteShape | undefined>(ROUTE, handler);

/** Parameter of a handler with {@link Route}: `@Input() input: RouteInput<typeof routes.getPlan>`. */
export const Input = createParamDecorator((_: undefined, context: ExecutionContext): CheckedInput => {
  const input = inputs.get(context.switchToHttp().getRequest<Request>());
  if (input === undefined) throw new Error('@Input() needs @Route() on the same method');
  return input;
});

@Injectable()
export class RouteInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly log: Log,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const route = routeOf(this.reflector, context.getHandler() as () => unknown);
    if (route === undefined) throw new Error('RouteInterceptor needs @Route()');
    inputs.set(request, checkInput(route, request));
    return next.handle().pipe(map((answer: unknown) => this.#checkAnswer(route, answer, request)));
  }

  /** Unknown fields are stripped, so that a handler can't give away a column by accident. */
  #checkAnswer(route: RouteShape, answer: unknown, request: Request): unknown {
    if (route.download !== undefined && answer instanceof StreamableFile) return answer;
    if (route.response === undefined) return undefined;
    const checked = route.response.safeParse(answer);
    if (checked.success) return checked.data;
    const places = checked.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ');
    this.log.error('answer-breaks-contract', undefined, {
      route: `${route.method} ${route.path}`,
      places,
      traceId: traceIdOf(request),
    });
    throw new Problem('unexpected-error');
  }
}

/**
 * @returns params, query and body as the schemas of the route parse them
 * @throws Problem `not-found` when a path parameter is malformed (no such thing exists), `input-invalid` otherwise
 */
export function checkInput(route: RouteShape, request: Pick<Request, 'params' | 'query' | 'body'>): CheckedInput {
  const params = route.params?.safeParse(request.params);
  if (params?.success === false) throw new Problem('not-found');
  const query = route.query?.safeParse(request.query);
  const body = route.body?.safeParse(request.body ?? {});
  const errors = [...placesOf('query', query), ...placesOf('body', body)];
  if (errors.length > 0) throw new Problem('input-invalid', { errors });
  return { params: params?.data, query: query?.data, body: body?.data };
}

const MOST_ERRORS = 20;

/** Where and in which way input is wrong. Zod's own messages may quote the input; its codes don't. */
function placesOf(
  part: string,
  result: z.ZodSafeParseResult<unknown> | undefined,
): { path: string; message: string }[] {
  const issues = result?.error?.issues.slice(0, MOST_ERRORS) ?? [];
  return issues.map((issue) => ({
    path: [part, ...issue.path].map(String).join('.').slice(0, 200),
    message: issue.code,
  }));
}
