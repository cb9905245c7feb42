import { Identity1763800000001 } from './1763800000001-identity';
import { Keys1763800000002 } from './1763800000002-keys';
import { Rooms1763800000003 } from './1763800000003-rooms';
import { Access1763800000004 } from './1763800000004-access';
import { Plans1763800000005 } from './1763800000005-plans';
import { RightEnds1763800000006 } from './1763800000006-right-ends';
import { FastPath1763800000007 } from './1763800000007-fast-path';
import { History1763800000008 } from './1763800000008-history';
import { MasterKeys1763800000009 } from './1763800000009-master-keys';
import { DeviceKeys1763800000010 } from './1763800000010-device-keys';
import { LogSeals1763800000011 } from './1763800000011-log-seals';
import { Notices1763800000012 } from './1763800000012-notices';
import { Sessions1763800000013 } from './1763800000013-sessions';
import { Organisations1763800000014 } from './1763800000014-organisations';
import { Representation1763800000015 } from './1763800000015-representation';
import { Log1763800000016 } from './1763800000016-log';
import { Invitations1763800000017 } from './1763800000017-invitations';
import { Entry1763800000018 } from './1763800000018-entry';
import { AccessReviews1763800000019 } from './1763800000019-access-reviews';
import { RowSecurity1763800000021 } from './1763800000021-row-security';

/** In the order in which they run; a migration that has landed never changes. */
export const migrations = [
  Identity1763800000001,
  Keys1763800000002,
  Rooms1763800000003,
  Access1763800000004,
  Plans1763800000005,
  RightEnds1763800000006,
  FastPath1763800000007,
  History1763800000008,
  MasterKeys1763800000009,
  DeviceKeys1763800000010,
  LogSeals1763800000011,
  Notices1763800000012,
  Sessions1763800000013,
  Organisations1763800000014,
  Representation1763800000015,
  Log1763800000016,
  Invitations1763800000017,
  Entry1763800000018,
  AccessReviews1763800000019,
  RowSecurity1763800000021,
];
