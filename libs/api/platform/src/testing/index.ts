export { busContract } from './bus-contract';
export { keyStoreContract } from './key-store-contract';
export { TestClock } from './test-clock';
export { testConfiguration } from './test-configuration';
export { testDatabase, type TestDatabase } from './test-database';
export { statementsOf, type Statements } from './statements';
