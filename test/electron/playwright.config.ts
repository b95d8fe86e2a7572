import { defineConfig } from 'playwright/test'

/** The real application, one window at a time. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results/electron',
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/electron.json' }]],
})
