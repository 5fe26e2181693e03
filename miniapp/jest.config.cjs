/** Page and component tests: our own code over a stand-in for Taro and a fake server, as on H5. */
module.exports = {
  testEnvironment: 'jsdom',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  setupFiles: ['<rootDir>/test/environment.cjs'],
  setupFilesAfterEnv: ['<rootDir>/test/each.ts'],
  globals: { LINLI_API_BASE: '/api' },
  moduleNameMapper: {
    '\\.scss$': '<rootDir>/test/style.cjs',
    '^@/(.*)$': '<rootDir>/src/$1',
    '^@linli/shared/(.*)$': '<rootDir>/../shared/src/$1.ts',
    '^(\\./.*)\\.js$': ['$1.js', '$1'],
    '^@tarojs/taro$': '<rootDir>/test/taro/taro.ts',
    '^@tarojs/components$': '<rootDir>/test/taro/components.tsx',
  },
  transform: { '\\.[jt]sx?$': ['babel-jest', { configFile: './babel.config.cjs' }] },
};
