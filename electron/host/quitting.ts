import { app, BrowserWindow } from 'electron'
import type { Core } from '../core/core.ts'
import { confirmQuit } from './dialogs.ts'

/** Asks before ending while messages are on their way, then lets core end in order before the program does. */
export const guardQuitting = (core: Core, afterwards: () => Promise<void>): void => {
  let state: 'open' | 'asking' | 'agreed' | 'stopped' = 'open'

  const ask = async (): Promise<void> => {
    state = 'asking'
    const agreed = await confirmQuit(BrowserWindow.getAllWindows()[0] ?? null, core.language(), core.busy())
    state = agreed ? 'agreed' : 'open'
    if (agreed) app.quit()
  }
  /** True when ending must wait for an answer. */
  const mustWait = (): boolean => {
    if (state === 'asking') return true
    if (state !== 'open' || core.busy() === 0) return false
    void ask()
    return true
  }

  app.on('before-quit', (event) => { if (mustWait()) event.preventDefault() })
  const guardWindow = (window: BrowserWindow): void => {
    // On macOS the program goes on without a window; elsewhere the last window is the program.
    window.on('close', (event) => { if (process.platform !== 'darwin' && mustWait()) event.preventDefault() })
  }
  BrowserWindow.getAllWindows().forEach(guardWindow)
  app.on('browser-window-created', (_event, window) => { guardWindow(window) })
  app.on('window-all-closed', () => { if (process.platform !== 'darwin') app.quit() })
  app.on('will-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    void core.stop().catch(() => undefined).then(afterwards).finally(() => {
      state = 'stopped'
      app.quit()
    })
  })
}
