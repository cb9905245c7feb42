import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem, type Actor } from '@samenplan/api/platform';

/** Who makes a request or opened a socket, as the server knows it; serves as actor of `Database.as`. */
export type Visitor = Actor & {
  readonly personId: string;
  readonly sessionId: string;
  readonly name: string;
  /** Level of assurance of the login. */
  readonly acr: string | null;
  /** Moment at which the login ends by itself when nothing is done. */
  readonly endsAt: Date;
  /** Moment at which it ends whatever is done. */
  readonly endsAtLatest: Date;
  /** Moment at which the provider saw proof of who this is; null when it did not say. */
  readonly provedAt: Date | null;
  readonly lastUsedAt: Date;
  readonly traceId: string;
  /** Network address for the access log; null when unknown. */
  readonly address: string | null;
  /** Who helps this person, on the helper's own device; null: the person acts alone. */
  readonly helper: VisitorHelper | null;
};

/** An assisted session: the person decides, the helper holds the device. It reaches one plan, and no text. */
export type VisitorHelper = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'assisted';
  readonly planId: string;
};

const visitors = new WeakMap<IncomingMessage, Visitor>();

export const setVisitor = (request: IncomingMessage, visitor: Visitor): void => {
  visitors.set(request, visitor);
};

/** Parameter of a handler that is not public: who calls it. */
export const CurrentVisitor = createParamDecorator((_: undefined, context: ExecutionContext): Visitor => {
  const visitor = visitors.get(context.switchToHttp().getRequest<IncomingMessage>());
  if (visitor === undefined) throw new Problem('login-required');
  return visitor;
});

const inside = /^(?:::1|(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|f[cd])/i;

/**
 * The address a request comes from. In production one reverse proxy stands in front: what it adds last to
 * X-Forwarded-For counts, when the connection itself comes from inside.
 */
export function addressOf(request: IncomingMessage, behindProxy: boolean): string | null {
  const peer = request.socket.remoteAddress ?? '';
  const header = request.headers['x-forwarded-for'];
  const told = (Array.isArray(header) ? header.join() : header)?.split(',').at(-1)?.trim() ?? '';
  const address = behindProxy && inside.test(peer) && isIP(told) !== 0 ? told : peer;
  return isIP(address) === 0 ? null : address.replace(/^::ffff:(?=\d+\.)/, '');
}
