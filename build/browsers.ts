import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const onPath = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).filter(Boolean).map((folder) => join(folder, name)))

const places = (): readonly string[] => {
  const { env } = process
  switch (process.platform) {
    case 'win32':
      return [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LocalAppData']]
        .filter((root) => root !== undefined)
        .flatMap((root) => ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe', 'Chromium\\Application\\chrome.exe'].map((path) => join(root, path)))
    case 'darwin':
      return ['/Applications', join(env['HOME'] ?? '', 'Applications')].flatMap((root) =>
        ['Google Chrome', 'Microsoft Edge', 'Chromium'].map((name) => join(root, `${name}.app/Contents/MacOS/${name}`)))
    default:
      return onPath(['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable', 'microsoft-edge'])
  }
}

/** An installed Chrome, Edge or Chromium, or the one DESKBELL_BROWSER names; null when there is none. */
export const findBrowser = (): string | null => {
  const named = process.env['DESKBELL_BROWSER']
  if (named !== undefined) return existsSync(named) ? named : null
  return places().find((path) => existsSync(path)) ?? null
}

/** Chromium refuses its own sandbox to root on Linux. */
export const sandboxArguments = (): readonly string[] => (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [])
