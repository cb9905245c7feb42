export type { BlockAuthorship } from './room-document';
export { LiveGateway } from './live.gateway';
export { LiveModule, type LiveModuleOptions } from './live.module';
export { liveDefaults, type LiveOptions } from './live-options';
export { PostgresUpdateStore } from './postgres-update-store';
export { WriteRefused } from './product-writer';
export { LiveLogins, RoomKind, type Introduction, type LiveLook, type LiveOrigin, type LiveVisitor } from './room-kind';
export { Rooms } from './rooms';
export { RoomUnavailable, UpdateStore } from './update-store';
