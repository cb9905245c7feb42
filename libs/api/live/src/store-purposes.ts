// What sealed bytes are bound to, so that one row can't be passed off as another. The seq of an update is not known
// before its commit; its room, history and author are.

type Place = { readonly roomId: string; readonly historyId: string };

export const updatePurpose = ({ roomId, historyId }: Place, author: string | null, loginId: string | null): string =>
  `room-update:${roomId}:${historyId}:${author ?? ''}:${loginId ?? ''}`;

export const snapshotPurpose = ({ roomId, historyId }: Place, seq: number): string =>
  `room-snapshot:${roomId}:${historyId}:${seq}`;

export const checkpointPurpose = ({ roomId, historyId }: Place, seq: number): string =>
  `room-checkpoint:${roomId}:${historyId}:${seq}`;

export const recordPurpose = ({ roomId, historyId }: Place, seq: number): string =>
  `room-record:${roomId}:${historyId}:${seq}`;
