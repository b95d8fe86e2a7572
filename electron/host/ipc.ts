import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { Core } from '../core/core.ts'
import { channels } from '../../shared/contract/channels.ts'
import { isCallName, unknownCall } from './checks.ts'
import { chooseFile, saveFile } from './dialogs.ts'
import { isTrusted, openExternal } from './security.ts'

/**
 * Answers the window. Every message is refused unless its sender is the top frame of our own page; calls wait for
 * core, so that the window may be there first.
 */
export const answerWindow = (coming: Promise<Core>): void => {
  const handle = (channel: string, answer: (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => unknown): void => {
    ipcMain.handle(channel, (event, ...args: unknown[]) => {
      if (!isTrusted(event)) throw new Error('Refused.')
      return answer(event, ...args)
    })
  }
  const windowOf = (event: IpcMainInvokeEvent): BrowserWindow | null => BrowserWindow.fromWebContents(event.sender)

  handle(channels.call, async (_event, name, input) => (isCallName(name) ? (await coming).call(name, input) : unknownCall()))
  handle(channels.openFile, async (event, accept) => chooseFile(windowOf(event), (await coming).files, (await coming).language(), String(accept)))
  handle(channels.grantFile, async (_event, path) => {
    // Only preload can get a path out of a File, and only for one the person dropped or chose.
    if (typeof path !== 'string' || path === '') throw new Error('That is not a file on this computer.')
    return (await coming).files.grant(path)
  })
  handle(channels.saveFile, async (event, ticket) => saveFile(windowOf(event), (await coming).files, ticket))
  handle(channels.openExternal, (_event, address) => openExternal(address))

  void coming.then((core) =>
    core.on((event, data) => {
      for (const window of BrowserWindow.getAllWindows()) if (!window.isDestroyed()) window.webContents.send(channels.event, event, data)
    }))
}
