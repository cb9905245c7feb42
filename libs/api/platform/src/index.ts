export { Bus, InProcessBus, type BusMessage } from './bus';
export { MasterKey } from './cipher';
export { Clock, SystemClock } from './clock';
export { Configuration, ConfigurationError, origins, readConfiguration, variables } from './configuration';
export { afterCommit, Database, LivePool, sqlState, type Actor, type DatabaseOptions } from './database';
export { claimDataFolder, readRunning, type Running } from './data-folder';
export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres';
export { Encryption, type Sealed } from './encryption';
export { backUpKeys, KEY_BACKUP_DAYS, keyBackupName, pruneKeyBackups } from './key-backup';
export { Jobs } from './jobs';
export { KEYS_DESTROYED, keysDestroyed } from './key-news';
export { LOG_CHAIN, openSecret } from './kept-secret';
export { restoreKeys, type Restored } from './key-restore';
export { rotateKeys, type Rotation } from './key-rotation';
export {
  isDestroyed,
  isUnreadable,
  KeyStore,
  KeyUnavailable,
  SealBroken,
  type KeyKind,
  type Queryable,
  type StoredKey,
} from './keys';
export { describeError, Log, nestLogger, traceIdOf, type LogFields } from './logging';
export { Readiness } from './health.controller';
export { keepLocalSecret } from './local-secrets';
export type { LoginLimits } from './login-settings';
export { Mailer, NoMailer, SendError, type Mail, type MailAttachment, type SendingState } from './mail';
export { keptMessagesIn } from './kept-messages';
export { Metrics } from './metrics';
export { Outbox } from './outbox';
export { PlatformModule, type PlatformOptions } from './platform.module';
export { isAlive, processIdentity } from './processes';
export { PostgresKeyStore, rowsOf } from './postgres-key-store';
export { type MessageSettings } from './configuration-messages';
export { connectRedis } from './redis-connection';
export { connectOwner, prepareDatabase } from './prepare-database';
export { Problem, problemBody, ProblemFilter, sendProblem, type ProblemDetails } from './problems';
export { RateLimit, type Rate } from './rate-limit';
export { routeFaults } from './route-check';
export { Input, isPublic, Public, Route, routeOf } from './routes';
export { SmsSender, type Sms } from './sms';
export { StartError } from './start-error';
export { refuseUpgrade, UpgradeRouter, type UpgradeHandler } from './upgrade-router';
