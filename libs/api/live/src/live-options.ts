/** Times in milliseconds, counts per instance. Changed by tests only. */
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
  readonly mostConnections: number;
  readonly mostConnectionsPerAddress: number;
  readonly mostConnectionsPerPerson: number;
  readonly mostConnectionsPerRoom: number;
  /** Bytes that may wait for a reader that does not read. */
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
  mostConnectionsPerPerson: 100,
  mostConnectionsPerRoom: 300,
  mostUnsent: 16 * 1_048_576,
  mostUnstoredBytes: 2 * 1_048_576,
  mostUnstoredFrames: 200,
};

/** Time that never jumps, in milliseconds. */
export const monotonic = (): number => performance.now();
