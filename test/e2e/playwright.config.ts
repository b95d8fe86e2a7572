import { availableParallelism } from 'node:os'
import { defineConfig } from 'playwright/test'
import { findBrowser, sandboxArguments } from '../../build/browsers.ts'

const browser = findBrowser()
if (browser === null) throw new Error('No Chrome, Edge or Chromium was found: npm test installs one where it can.')

/** The real screens in the system's own browser, over the real core through the preview host. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results/e2e',
  // A failure is a failure: a second try would hide what a person would meet.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  fullyParallel: false,
  workers: Math.min(2, availableParallelism()),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/e2e.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: browser, args: [...sandboxArguments()] },
    viewport: { width: 1240, height: 820 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    // Motion is for people; tests look at where it ends.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
  },
})
