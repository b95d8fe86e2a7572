import { copyFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import type { Core } from '../core/core.ts'
import type { FileTicket, Language } from '../../shared/contract/common.ts'
import { hostWords } from './words.ts'

type Files = Core['files']

/** ".csv,.tsv" as a dialog wants it. */
const extensions = (accept: string): string[] =>
  accept.split(',').map((part) => part.trim().replace(/^\./, '')).filter((part) => /^[a-z0-9]+$/i.test(part))

/** Lets the person choose one file; null when they did not. */
export const chooseFile = async (window: BrowserWindow | null, files: Files, language: Language, accept: string): Promise<FileTicket | null> => {
  const wanted = extensions(accept)
  const words = hostWords[language]
  const options: Electron.OpenDialogOptions = {
    properties: ['openFile'],
    filters: [...(wanted.length > 0 ? [{ name: words.lists, extensions: wanted }] : []), { name: words.allFiles, extensions: ['*'] }],
  }
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  const path = filePaths[0]
  return canceled || path === undefined ? null : files.grant(path)
}

/** Saves what a ticket stands for where the person says. @throws when the ticket was never given or the copy fails. */
export const saveFile = async (window: BrowserWindow | null, files: Files, ticket: unknown): Promise<{ readonly saved: boolean }> => {
  const { fileId, name } = (ticket ?? {}) as { readonly fileId?: unknown; readonly name?: unknown }
  const source = typeof fileId === 'string' ? files.path(fileId) : null
  if (source === null) throw new Error('There is no such file.')
  const options = { defaultPath: join(app.getPath('downloads'), basename(typeof name === 'string' ? name : source)) }
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  if (canceled || filePath === '') return { saved: false }
  await copyFile(source, filePath)
  return { saved: true }
}

/** Warns that messages are on their way; true when the person quits all the same. */
export const confirmQuit = async (window: BrowserWindow | null, language: Language, busy: number): Promise<boolean> => {
  const words = hostWords[language]
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    message: words.quitTitle(busy),
    detail: words.quitDetail,
    buttons: [words.keepOpen, words.quitAnyway],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
  return response === 1
}
