/** Puts the contract on window.deskbell, and nothing else. Bundled into one CommonJS file, since the window is sandboxed. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge, EventName } from '../shared/contract/index.ts'
import { channels } from '../shared/contract/channels.ts'

const listeners = new Map<EventName, Set<(data: never) => void>>()
ipcRenderer.on(channels.event, (_event, name: EventName, data: unknown) => {
  listeners.get(name)?.forEach((listener) => { listener(data as never) })
})

const bridge: Bridge = {
  platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  on(event, listener) {
    const those = listeners.get(event) ?? new Set()
    listeners.set(event, those.add(listener))
    return () => { those.delete(listener) }
  },
  openFile: (accept) => ipcRenderer.invoke(channels.openFile, accept),
  fileFromDrop: (file) => ipcRenderer.invoke(channels.grantFile, webUtils.getPathForFile(file as File)),
  saveFile: (ticket) => ipcRenderer.invoke(channels.saveFile, ticket),
  openExternal: (url) => ipcRenderer.invoke(channels.openExternal, url),
}

contextBridge.exposeInMainWorld('deskbell', bridge)
