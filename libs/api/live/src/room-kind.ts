import type { IncomingMessage } from 'node:http';
import type { Y } from '@samenplan/shared/live-protocol';

/** Who sits behind a connection, as the login says. */
export type LiveVisitor = {
  readonly personId: string;
  /** Of the login. */
  readonly sessionId: string;
  readonly name: string;
};

/** Finds the login of a request. `Logins` of identity fits. */
export abstract class LiveLogins {
  /** @returns null when nobody is logged in */
  abstract visitorOf(request: IncomingMessage): Promise<(LiveVisitor & LiveOrigin) | null>;
}

/** Where a look came from, for the log. */
export type LiveOrigin = {
  readonly traceId: string;
  /** Network address; null when unknown. */
  readonly address: string | null;
};

/** A look at a room, or the first edit of a connection. */
export type LiveLook = LiveOrigin & {
  readonly roomId: string;
  readonly visitor: LiveVisitor;
  readonly action: 'read' | 'write';
  /** Which rule allowed it: `why` and `rule_id` of the decision. */
  readonly why: string;
  readonly ruleId: string | null;
};

/** How others in a room see somebody. */
export type Introduction = { readonly name: string; readonly function: string | null };

/**
 * What the engine does not know about a kind of room. Rights are not here: they are decided in the database
 * (`live_right`), in the transaction that stores an edit and for everything that goes out.
 */
export abstract class RoomKind {
  /** As in `room_head.kind`. */
  abstract readonly kind: string;
  /** Last part of the address: `/live/<path>/<room id>`. */
  abstract readonly path: string;

  /** Lays down the first content of a room that has none. */
  abstract seed(doc: Y.Doc): void;

  abstract introduce(roomId: string, visitor: LiveVisitor): Promise<Introduction>;

  /** Writes a line of the access log. Resolves when it is committed: nothing is sent before that. */
  abstract log(look: LiveLook): Promise<void>;

  /** Writes down that a request was refused; the same work for a room that does not exist. */
  abstract refuse(refused: LiveOrigin & { readonly roomId: string; readonly visitor: LiveVisitor }): Promise<void>;
}
