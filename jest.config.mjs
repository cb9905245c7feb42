// Two worlds: `node` (api, shared, end to end; swc, native ES modules) and `web` (Angular; jest-preset-angular).
// Tiers by file name: *.spec.ts unit, *.medium.spec.ts real PostgreSQL and sockets, *.e2e-spec.ts real browsers.
const libraries = {
  '^@samenplan/(api|shared|web)/([a-z-]+)/testing$': '<rootDir>/libs/$1/$2/src/testing/index.ts',
  '^@samenplan/(api|shared|web)/([a-z-]+)$': '<rootDir>/libs/$1/$2/src/index.ts',
};

/** @param {string} name @param {object} overrides */
const nodeProject = (name, overrides) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: libraries,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/tmp/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  ...overrides,
});

const nodeRoots = ['<rootDir>/apps/api', '<rootDir>/apps/dev-idp', '<rootDir>/libs/api', '<rootDir>/libs/shared'];

export default {
  testTimeout: 30_000,
  projects: [
    nodeProject('unit', { roots: nodeRoots, testRegex: '(?<!medium)\\.spec\\.ts$' }),
    nodeProject('medium', {
      roots: nodeRoots,
      testRegex: '\\.medium\\.spec\\.ts$',
      globalSetup: '<rootDir>/libs/api/platform/src/testing/start-postgres.mjs',
      globalTeardown: '<rootDir>/libs/api/platform/src/testing/stop-postgres.mjs',
    }),
    nodeProject('e2e', { roots: ['<rootDir>/apps/e2e'], testRegex: '\\.e2e-spec\\.ts$' }),
    {
      displayName: 'web',
      rootDir: import.meta.dirname,
      roots: ['<rootDir>/apps/web', '<rootDir>/libs/web'],
      testRegex: '\\.spec\\.ts$',
      testEnvironment: 'jsdom',
      setupFilesAfterEnv: ['<rootDir>/apps/web/test-setup.ts'],
      moduleNameMapper: libraries,
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/tmp/'],
      extensionsToTreatAsEsm: ['.ts'],
      transform: {
        '^.+\\.(ts|html)$': [
          'jest-preset-angular',
          { useESM: true, tsconfig: '<rootDir>/apps/web/tsconfig.spec.json' },
        ],
      },
    },
  ],
};
