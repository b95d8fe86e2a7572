import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{shared,core,host,lint,build}/**/*.test.ts'],
    // Two shared, noisy cores: a test may be slow without being wrong.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
