import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron'
import type { Log } from '../core/environment.ts'
import { appPage } from './app-scheme.ts'
import { placeOn, readPlace, type Place } from './window-place.ts'

/** The window's ground before its first paint: --surface of renderer/app/theme.css. */
const ground = { light: '#f7f5f1', dark: '#1d1a16' }

export type WindowOptions = {
  readonly preload: string
  /** Where the window's place is remembered. */
  readonly folder: string
  readonly devTools: boolean
  readonly log: Log
}

/** Opens the window where it was last, shows it when it has something to show. */
export const openMainWindow = ({ preload, folder, devTools, log }: WindowOptions): BrowserWindow => {
  const file = join(folder, 'window.json')
  const areas = (): readonly Rectangle[] => screen.getAllDisplays().map((display) => display.workArea)
  const place = placeOn(readPlace(() => readFileSync(file, 'utf8')), areas())
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Deskbell',
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      devTools,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium fetches its dictionaries from the network, except on macOS, which has its own.
      spellcheck: process.platform === 'darwin',
    },
  })
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize()
    window.show()
  })
  window.on('close', () => {
    const remembered: Place = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(remembered))
    } catch {
      // A full disk must not keep the window open.
    }
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('host.window-died', { reason })
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.reload()
  })
  window.loadURL(appPage).catch((cause: unknown) => { log.error('host.page-failed', { cause: String(cause) }) })
  return window
}

/** Brings a window to the front. */
export const focusWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
