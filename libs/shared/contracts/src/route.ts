import type { z } from 'zod';
import type { LoginNeeds } from './constants';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
type ObjectSchema = z.ZodObject;

/** One request of the REST API as data: the server validates by it, the web app calls by it, OpenAPI is made of it. */
export interface RouteShape {
  readonly method: Method;
  /** Path below /api/v1, parameters as `{name}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: 'identity' | 'plan' | 'access' | 'organisation';
  /** Status of the answer when it succeeds. */
  readonly status: 200 | 201 | 204;
  readonly params?: ObjectSchema;
  readonly query?: ObjectSchema;
  readonly body?: ObjectSchema;
  /** Absent with status 204, and for a {@link RouteShape.download}. */
  readonly response?: ObjectSchema;
  /** Media types of an answer that is a file instead of JSON: the handler gives a `StreamableFile`. */
  readonly download?: readonly string[];
  /**
   * What the login must be worth, checked before anything else: `needs: sensitive`. Without it the answer is
   * `assurance-too-low`, and the web app lets the person confirm who they are and asks again.
   */
  readonly needs?: LoginNeeds;
}

/** Keeps the literal types of a route, so that both sides know its parameters, body and answer. */
export function defineRoute<const R extends RouteShape>(route: R): R {
  return route;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler of the route receives, after validation. */
export interface RouteInput<R extends RouteShape> {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
}

/** What a caller of the route must hand over: only the parts that the route knows. */
export type RouteCall<R extends RouteShape> = {
  readonly [K in 'params' | 'query' | 'body' as R[K] extends z.ZodType ? K : never]: Given<R[K]>;
};

export type RouteAnswer<R extends RouteShape> = R['response'] extends z.ZodType ? z.output<R['response']> : void;
