import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Language } from '../../shared/contract/common.ts'
import { hostWords } from './words.ts'

/** The standard menu in the owner's language; Electron's own labels are English on Windows and Linux. */
export const showMenu = (language: Language): void => {
  const { menu: words } = hostWords[language]
  const between: MenuItemConstructorOptions = { type: 'separator' }
  const developer: MenuItemConstructorOptions[] = app.isPackaged ? [] : [between, { role: 'reload', label: words.reload }, { role: 'toggleDevTools', label: words.devTools }]
  const mac: MenuItemConstructorOptions[] = process.platform !== 'darwin' ? [] : [{
    label: app.name,
    submenu: [
      { role: 'about', label: words.about }, between,
      { role: 'hide', label: words.hide }, { role: 'hideOthers', label: words.hideOthers }, { role: 'unhide', label: words.unhide }, between,
      { role: 'quit', label: words.quit },
    ],
  }]
  Menu.setApplicationMenu(Menu.buildFromTemplate([
    ...mac,
    { label: words.file, submenu: [process.platform === 'darwin' ? { role: 'close', label: words.close } : { role: 'quit', label: words.quit }] },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo }, { role: 'redo', label: words.redo }, between,
        { role: 'cut', label: words.cut }, { role: 'copy', label: words.copy }, { role: 'paste', label: words.paste }, { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom', label: words.resetZoom }, { role: 'zoomIn', label: words.zoomIn }, { role: 'zoomOut', label: words.zoomOut }, between,
        { role: 'togglefullscreen', label: words.fullScreen }, ...developer,
      ],
    },
    { label: words.window, submenu: [{ role: 'minimize', label: words.minimize }, { role: 'close', label: words.close }] },
  ]))
}
