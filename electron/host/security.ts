import { app, session, shell, type IpcMainInvokeEvent } from 'electron'
import type { Log } from '../core/environment.ts'
import { isOwnPage } from './app-scheme.ts'
import { externalAddress } from './checks.ts'

/** Writing what a person copied is the one permission the window needs. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Schemes a page of ours may ask for anything at all; the rest never leaves the window. */
const allowedSchemes: ReadonlySet<string> = new Set(['app:', 'data:', 'blob:', 'devtools:', 'chrome-extension:'])

/** Denies, for every page there will ever be: leaving, opening windows, embedding, permissions and devices. */
export const denyByDefault = (log: Log): void => {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: Electron.Event<{ readonly url: string }>): void => {
      if (isOwnPage(event.url)) return
      event.preventDefault()
      log.warn('host.navigation-denied')
    }
    // Told before will-navigate, and of frames too.
    contents.on('will-frame-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-attach-webview', (event) => { event.preventDefault() })
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** The rules that need a session; call when the application is ready, before the first window. */
export const lockSession = (): void => {
  const own = session.defaultSession
  own.setPermissionRequestHandler((_contents, permission, answer) => { answer(allowedPermissions.has(permission)) })
  own.setPermissionCheckHandler((_contents, permission) => allowedPermissions.has(permission))
  own.setDevicePermissionHandler(() => false)
  own.webRequest.onBeforeRequest((details, answer) => { answer({ cancel: !allowedSchemes.has(new URL(details.url).protocol) }) })
  own.on('will-download', (event) => { event.preventDefault() })
}

/** Whether a message comes from the top frame of a page of ours; a frame that is gone is nobody. */
export const isTrusted = ({ senderFrame }: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url)

/** The one place that opens the person's own browser. @throws for anything but an https address. */
export const openExternal = async (address: unknown): Promise<void> => {
  const checked = externalAddress(address)
  if (checked === null) throw new Error('Only https pages are opened.')
  await shell.openExternal(checked)
}
