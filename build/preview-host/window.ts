import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { findBrowser, sandboxArguments } from '../browsers.ts'

/** Opens `url` as a window of its own (no address bar) in an installed browser. False when there is none. */
export const openWindow = (url: string, profileFolder: string): boolean => {
  const browser = findBrowser()
  if (browser === null) return false
  // A profile of its own: no extension of the person's sees the page, and the browser's process ends with the window.
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 })
  const child = spawn(
    browser,
    [`--app=${url}`, `--user-data-dir=${profileFolder}`, '--window-size=1280,860', '--no-first-run', '--no-default-browser-check', '--disable-sync', ...sandboxArguments()],
    { stdio: 'ignore', detached: process.platform !== 'win32' },
  )
  child.on('error', (cause) => { console.error(`The browser did not start: ${cause.message}`) })
  child.unref()
  return true
}
