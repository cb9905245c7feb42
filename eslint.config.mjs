import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

/** Which domain of a library may lean on which (docs/architecture.md); everything not listed is refused. */
const allowed = {
  // Shared
  contracts: [],
  'live-protocol': ['contracts'],
  // Server
  platform: ['contracts'],
  identity: ['platform', 'contracts'],
  access: ['identity', 'platform', 'contracts'],
  live: ['access', 'identity', 'platform', 'contracts', 'live-protocol'],
  plan: ['live', 'access', 'identity', 'platform', 'contracts', 'live-protocol'],
  // Browser
  'web-core': ['contracts'],
  'web-ui': ['web-core', 'contracts'],
  'web-account': ['web-core', 'web-ui', 'contracts'],
  'web-organisation': ['web-core', 'web-ui', 'contracts'],
  'web-plan': ['web-core', 'web-ui', 'contracts', 'live-protocol'],
};

const boundaries = [
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:api', onlyDependOnLibsWithTags: ['scope:api', 'scope:shared'] },
  { sourceTag: 'scope:web', onlyDependOnLibsWithTags: ['scope:web', 'scope:shared'] },
  { sourceTag: 'scope:dev-idp', onlyDependOnLibsWithTags: ['domain:contracts'] },
  { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: ['scope:shared', 'domain:platform'] },
  ...Object.entries(allowed).map(([domain, others]) => ({
    sourceTag: `domain:${domain}`,
    onlyDependOnLibsWithTags: [domain, ...others].map((name) => `domain:${name}`),
  })),
];

/** Two copies of Yjs diverge silently: one library imports it, all others import that library. */
const yjsOnlyInLiveProtocol = {
  patterns: [
    {
      group: ['yjs', 'yjs/*', 'y-protocols', 'y-protocols/*', 'y-websocket', 'y-websocket/*', 'lib0', 'lib0/*'],
      message: 'Import it from @samenplan/shared/live-protocol.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'tmp/', 'node_modules/', '.nx/', '.angular/', 'bench/peers/', '.data/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended, tseslint.configs.stylistic],
    plugins: { '@nx': nx },
    languageOptions: {
      parserOptions: { project: ['tsconfig.json', 'tsconfig.web.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, banTransitiveDependencies: true, depConstraints: boundaries },
      ],
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Configuration is read in libs/api/platform only.' },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      // Types describe data, interfaces what is implemented: both have their place.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/class-literal-property-style': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['libs/shared/live-protocol/**'],
    rules: { 'no-restricted-imports': ['error', yjsOnlyInLiveProtocol] },
  },
  {
    files: [
      '**/*.spec.ts',
      '**/*.e2e-spec.ts',
      '**/testing/**',
      'apps/e2e/**',
      'bench/**',
      'apps/api/src/main.ts',
      'apps/api/src/local/**',
    ],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
  {
    files: ['apps/web/**/*.ts', 'libs/web/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-class-suffix': 'off',
      '@angular-eslint/directive-class-suffix': 'off',
      '@angular-eslint/component-selector': [
        'error',
        [
          { type: 'element', prefix: 'sp', style: 'kebab-case' },
          { type: 'attribute', prefix: 'sp', style: 'camelCase' },
        ],
      ],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'sp', style: 'camelCase' }],
      '@angular-eslint/prefer-on-push-component-change-detection': 'off',
    },
  },
  {
    files: ['apps/web/**/*.html', 'libs/web/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
);
