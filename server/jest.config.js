/** Server tests. The engine is chosen by LINLI_TEST_ENGINE (`sqlite`, the default, or `mariadb` with TEST_MARIADB_URL). */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],
  transform: { '\\.(m?[jt]s)$': '<rootDir>/test/jest/transform.cjs' },
  transformIgnorePatterns: [],
  resolver: '<rootDir>/test/jest/resolver.cjs',
  moduleNameMapper: { '^@linli/shared/(.*)$': '<rootDir>/../shared/src/$1.ts' },
  setupFiles: ['reflect-metadata'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
