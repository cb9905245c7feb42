export { busContract } from './bus-contract';
export { keyStoreContract } from './key-store-contract';
export { MemoryKeyStore } from './memory-key-store';
export { startSmtpInbox, type ReceivedMail, type SmtpInbox } from './smtp-inbox';
export { TestClock } from './test-clock';
export { startRedis, type RedisServer } from './redis-server';
export { testConfiguration } from './test-configuration';
export { testDatabase, type TestDatabase } from './test-database';
export { statementsOf, type Statements } from './statements';
