/** The boot order, top to bottom. What has to be early is early; core and the window come up side by side. */
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, powerMonitor, powerSaveBlocker, safeStorage } from 'electron'
import type { Core } from './core/core.ts'
import { systemClock } from './core/environment.ts'
import { createFileLog } from './core/logging/log.ts'
import { registerAppScheme, serveApp } from './host/app-scheme.ts'
import { tellArrivals } from './host/arrivals.ts'
import { systemDesktop } from './host/desktop.ts'
import { developmentChoices } from './host/development.ts'
import { keepAwake } from './host/awake.ts'
import { answerWindow } from './host/ipc.ts'
import { showMenu } from './host/menu.ts'
import { systemPlace } from './host/place.ts'
import { guardQuitting } from './host/quitting.ts'
import { denyByDefault, lockSession } from './host/security.ts'
import { followSettings } from './host/settings.ts'
import { openVault } from './host/vault.ts'
import { focusWindow, openMainWindow } from './host/window.ts'

// 1. What Chromium and Electron only accept before they are ready.
registerAppScheme()
// Every window there might ever be. Root on Linux has to go without Chromium's own sandbox, and says so itself.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
const ownFolder = process.env['DESKBELL_DATA']
if (!app.isPackaged && ownFolder) app.setPath('userData', ownFolder)
const folder = app.getPath('userData')

// 2. One Deskbell per data folder: a second one shows the first and ends.
if (app.requestSingleInstanceLock()) boot()
else app.exit(0)

function boot(): void {
  // Loading core takes a while; it begins now and is waited for when it is needed.
  const loading = import('./core/core.ts')
  const log = createFileLog(folder, app.isPackaged ? 'info' : 'debug')
  process.on('uncaughtException', (cause) => { log.error('host.uncaught', { cause: cause.stack ?? cause.message }) })
  process.on('unhandledRejection', (cause) => { log.error('host.unhandled', { cause: String(cause) }) })
  denyByDefault(log)

  // Not awaited at the top: Electron becomes ready only when this file has been run.
  app.whenReady().then(async () => {
    // 3. The window: it paints while core opens the book.
    lockSession()
    serveApp(join(import.meta.dirname, '..', 'renderer'))
    const { systemLanguage, systemCountry } = systemPlace(app.getLocale())
    const open = (): BrowserWindow =>
      openMainWindow({ preload: join(import.meta.dirname, '..', 'preload', 'preload.cjs'), folder, devTools: !app.isPackaged, log })
    const coming = createTheCore()
    answerWindow(coming)
    showMenu(systemLanguage)
    open()
    app.on('second-instance', () => { focusWindow(BrowserWindow.getAllWindows()[0] ?? open()) })
    app.on('activate', () => { focusWindow(BrowserWindow.getAllWindows()[0] ?? open()) })

    // 4. Core, with the system's vault.
    async function createTheCore(): Promise<Core> {
      const [{ createCore }, vault] = await Promise.all([loading, openVault(safeStorage, join(folder, 'vault.json'), process.platform)])
      const core = createCore({
        folder, vault, log, systemLanguage,
        clock: systemClock,
        random: Math.random,
        version: app.getVersion(),
        ...(app.getLocaleCountryCode() ? { systemCountry: app.getLocaleCountryCode() } : systemCountry ? { systemCountry } : {}),
        ...developmentChoices(app.isPackaged, process.env),
      })
      // Begun before the window's first question is answered, which then waits for it.
      void core.start()
      return core
    }
    const core = await coming
    await followSettings(core, (settings) => {
      nativeTheme.themeSource = settings.theme
      showMenu(settings.language)
    })
    guardQuitting(core, () => log.close())
    keepAwake(core, powerSaveBlocker)
    tellArrivals(core, systemDesktop(open))

    // 5. Life afterwards.
    powerMonitor.on('resume', () => { core.wake() })
    powerMonitor.on('unlock-screen', () => { core.wake() })
  }).catch((cause: unknown) => {
    log.error('host.boot-failed', { cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
    app.exit(1)
  })
}
