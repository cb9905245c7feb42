export { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates, Y } from './y';
export { closeCodes, isPermanent, type CloseCode } from './close-codes';
export {
  carriesUpdate,
  decodeClientFrame,
  encodeAnnounce,
  encodeAnnounced,
  encodeFullness,
  encodeHistory,
  encodeLevel,
  encodePresence,
  encodeRefused,
  encodeStored,
  encodeSyncReply,
  encodeSyncRequest,
  encodeUpdate,
  messageTypes,
  syncTypes,
  type ClientFrame,
} from './frames';
export { liveLimits } from './limits';
export { LiveConnection, type LiveConnectionOptions } from './live-connection';
export type { FinalStatus, LiveState, LiveStatus } from './live-state';
export { fits, ownUnstored, type OwnUnstored } from './own-unstored';
export { decodePresenceEntries, encodePresenceEntries, type PresenceEntry } from './presence-entries';
export { closeCodeOfRefusal, refusalCodes, refusalOf, type Refusal } from './refusals';
export { offeredVersion, SCHEMA_VERSION, SUBPROTOCOL } from './schema-version';
export {
  scanUpdate,
  STRUCT_SIZE,
  structKinds,
  type ClientBlock,
  type DeletedRanges,
  type UpdateShape,
} from './scan-update';
export {
  ACTIONS,
  addBlocks,
  BLOCK_ID,
  GOALS,
  isTextBlock,
  marks,
  nodes,
  plainText,
  readTextBlock,
  sectionBlocks,
  seedSection,
  TEXT,
  textBlocks,
  type PlainBlock,
  type TextBlock,
} from './section-content';
export { UnstoredKeeper, type Keeping, type UnstoredKeeperOptions } from './unstored-keeper';
export {
  decodeUnstored,
  encodeUnstored,
  fateOf,
  MERGE_WITHIN,
  unstoredReasons,
  wordsOnly,
  type RecordMoment,
  type UnstoredReason,
  type UnstoredRecord,
  type UnstoredStore,
} from './unstored-record';
export type { WebSocketClass } from './announcing-socket';
/** The standard client, for load generators and tests: LiveConnection is the one for people. */
export { WebsocketProvider } from 'y-websocket';
