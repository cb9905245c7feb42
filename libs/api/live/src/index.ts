export type { BlockAuthorship } from './room-document';
export { RoomHistory, withinOne } from './history';
export {
  compareReadings,
  countWords,
  hiddenParts,
  hideFrom,
  uncompared,
  type ComparedBlock,
  type ComparedRun,
} from './history-compare';
export { historyAges, HistoryKeeper, type HistoryAges } from './history-keeper';
export type { IdRanges, Removal, Written } from './history-ranges';
export type { ReadBlock } from './history-reading';
export { HistoryReset } from './history-reset';
export { restoringUpdate } from './history-restore';
export { HistoryStore, type Moment, type Period, type RoomVersion } from './history-store';
export { LiveGateway } from './live.gateway';
export { LiveModule, type LiveModuleOptions } from './live.module';
export { liveDefaults, type LiveOptions } from './live-options';
export { PostgresUpdateStore } from './postgres-update-store';
export { WriteRefused } from './product-writer';
export { LiveLogins, RoomKind, type Introduction, type LiveLook, type LiveOrigin, type LiveVisitor } from './room-kind';
export { Rooms } from './rooms';
export { RoomUnavailable, UpdateStore } from './update-store';
