/**
 * All limits of live connections, beside those that both sides keep (`liveLimits`). Times in milliseconds, counts per
 * instance. Changed by tests only.
 */
export type LiveOptions = {
  /** How often rights, logins and seqs of open rooms are read from the database. */
  readonly leaseEvery: number;
  /** How long what was read counts; without it nothing goes out. Half of it lies below the second of promise P2. */
  readonly leaseFor: number;
  /** How long a room without anybody stays in memory. */
  readonly idleRoom: number;
  /** Stored updates between two snapshots. */
  readonly snapshotEvery: number;
  /** Changes of presence are gathered this long. */
  readonly presenceEvery: number;
  /** Every connection gets a data frame at least this often (y-websocket gives up after 30 s). */
  readonly keepAliveEvery: number;
  /** A connection from which nothing came for so long is gone. */
  readonly silentFor: number;
  /** Above these the upgrade is answered with 503. Addresses of this machine itself count for the first only. */
  readonly mostConnections: number;
  readonly mostConnectionsPerAddress: number;
  /** Connections of which nobody knows yet whose they are; above these 503. */
  readonly mostWaiting: number;
  readonly mostWaitingPerAddress: number;
  /** Until somebody is let in; then 4513. */
  readonly admitWithin: number;
  /** Above it 4429. */
  readonly mostConnectionsPerPerson: number;
  /** Above it 4503. */
  readonly mostConnectionsPerRoom: number;
  /** How fast one person's connections open; faster ones wait. The burst is `mostConnectionsPerPerson`. */
  readonly openingsPerSecond: number;
  /** Edits of one person, over all connections; above it they are read more slowly. */
  readonly editsPerSecond: number;
  readonly editBurst: number;
  /**
   * Bytes that one connection may make the server work through, in both directions, a frame being a kilobyte at least;
   * above it the connection is read more slowly. And the same for all connections of one person.
   */
  readonly bytesPerSecond: number;
  readonly bytesBurst: number;
  readonly personBytesPerSecond: number;
  readonly personBytesBurst: number;
  /** Time between two looks at the presence of one connection; what comes faster collapses to the last. */
  readonly ownPresenceEvery: number;
  /** Bytes that may wait for a reader that does not read; above it the connection is cut off. */
  readonly mostUnsent: number;
  /** Bytes and frames of one connection that may wait to be stored; above it the connection is not read. */
  readonly mostUnstoredBytes: number;
  readonly mostUnstoredFrames: number;
};

export const liveDefaults: LiveOptions = {
  leaseEvery: 300,
  leaseFor: 1_000,
  idleRoom: 30_000,
  snapshotEvery: 200,
  presenceEvery: 40,
  keepAliveEvery: 15_000,
  silentFor: 45_000,
  mostConnections: 10_000,
  mostConnectionsPerAddress: 2_000,
  mostWaiting: 4_000,
  mostWaitingPerAddress: 500,
  admitWithin: 10_000,
  mostConnectionsPerPerson: 600,
  mostConnectionsPerRoom: 300,
  openingsPerSecond: 20,
  editsPerSecond: 1_000,
  editBurst: 4_000,
  bytesPerSecond: 1_048_576,
  bytesBurst: 8 * 1_048_576,
  personBytesPerSecond: 8 * 1_048_576,
  personBytesBurst: 64 * 1_048_576,
  ownPresenceEvery: 50,
  mostUnsent: 16 * 1_048_576,
  mostUnstoredBytes: 2 * 1_048_576,
  mostUnstoredFrames: 200,
};

/** Time that never jumps, in milliseconds. */
export const monotonic = (): number => performance.now();
