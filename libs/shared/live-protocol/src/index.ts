export { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates, Y } from './y';
export { closeCodes, isPermanent, type CloseCode } from './close-codes';
export {
  carriesUpdate,
  decodeClientFrame,
  encodeAnnounce,
  encodeAnnounced,
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
export {
  LiveConnection,
  type FinalStatus,
  type LiveConnectionOptions,
  type LiveState,
  type LiveStatus,
} from './live-connection';
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
export type { WebSocketClass } from './announcing-socket';
/** The standard client, for load generators and tests: LiveConnection is the one for people. */
export { WebsocketProvider } from 'y-websocket';
