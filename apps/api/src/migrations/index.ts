import { Identity1763800000001 } from './1763800000001-identity';
import { Keys1763800000002 } from './1763800000002-keys';
import { Rooms1763800000003 } from './1763800000003-rooms';
import { Access1763800000004 } from './1763800000004-access';
import { Plans1763800000005 } from './1763800000005-plans';
import { RightEnds1763800000006 } from './1763800000006-right-ends';

/** In the order in which they run; a migration that has landed never changes. */
export const migrations = [
  Identity1763800000001,
  Keys1763800000002,
  Rooms1763800000003,
  Access1763800000004,
  Plans1763800000005,
  RightEnds1763800000006,
];
