import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './output.ts'

const packageFolder = join(root, 'node_modules', 'electron')
const failureNote = join(root, '.cache', 'electron-download-failed')
const day = 86_400_000

const program: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
  linux: 'electron',
}

const there = (folder: string): string | null => {
  const path = join(folder, program[process.platform] ?? 'electron')
  return existsSync(path) ? path : null
}

const version = (): string => (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { readonly version: string }).version

/** The folder with Electron's program: the one ELECTRON_OVERRIDE_DIST_PATH names, else the package's own; null when it is not there. */
export const electronFolder = (): string | null => {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const folder = override ?? join(packageFolder, 'dist')
  return there(folder) === null ? null : folder
}

/**
 * Electron's program, fetched by the package's own installer when it is missing (it has had no install script since
 * version 42). One try of two minutes; a failure is remembered for a day, so that the next start does not wait again.
 */
export const electronBinary = (): { readonly path: string } | { readonly path: null; readonly why: string } => {
  const found = electronFolder()
  if (found !== null) return { path: there(found)! }
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined) return { path: null, why: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without it' }
  if (existsSync(failureNote) && readFileSync(failureNote, 'utf8') === version() && Date.now() - statSync(failureNote).mtimeMs < day) {
    return { path: null, why: 'downloading it failed today' }
  }
  console.log('Fetching Electron (once, about 120 MB) …')
  const done = spawnSync(process.execPath, [join(packageFolder, 'install.js')], { stdio: 'ignore', timeout: 120_000, killSignal: 'SIGKILL' })
  const now = done.status === 0 ? there(join(packageFolder, 'dist')) : null
  if (now !== null) return { path: now }
  mkdirSync(dirname(failureNote), { recursive: true })
  writeFileSync(failureNote, version())
  return { path: null, why: 'its download did not work here' }
}

/** Whether a window could be seen: always, except on Linux without a display. */
export const hasScreen = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
