import { app, BrowserWindow, nativeImage, Notification } from 'electron'
import { channels } from '../../shared/contract/channels.ts'
import type { Desktop } from './arrivals.ts'
import { focusWindow } from './window.ts'

const SIDE = 16

/** A filled circle, for Windows' taskbar, which shows no number. Blue, green, red, alpha. */
const dot = () => {
  const bitmap = Buffer.alloc(SIDE * SIDE * 4)
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) if (Math.hypot(x - 7.5, y - 7.5) <= 6) bitmap.set([0x3b, 0x9a, 0xc7, 0xff], (y * SIDE + x) * 4)
  }
  return nativeImage.createFromBitmap(bitmap, { width: SIDE, height: SIDE })
}

/** What this system can do to tell that somebody wrote. */
export const systemDesktop = (openWindow: () => BrowserWindow): Desktop => {
  // Kept until they are gone, or their click would be lost with them.
  const showing = new Set<Notification>()
  return {
    notify: Notification.isSupported()
      ? ({ title, text }, clicked) => {
          const notification = new Notification({ title, body: text })
          const forget = (): void => void showing.delete(notification)
          notification.on('click', () => { forget(); clicked() })
          notification.on('close', forget)
          notification.on('failed', forget)
          showing.add(notification)
          notification.show()
        }
      : null,
    badge: (unread) => {
      if (process.platform === 'win32') for (const window of BrowserWindow.getAllWindows()) window.setOverlayIcon(unread > 0 ? dot() : null, unread > 0 ? String(unread) : '')
      else app.setBadgeCount(unread)
    },
    inFront: () => BrowserWindow.getFocusedWindow() !== null,
    open: (number) => {
      const [known] = BrowserWindow.getAllWindows()
      const window = known ?? openWindow()
      focusWindow(window)
      const show = (): void => { window.webContents.send(channels.event, 'inbox.open', { number }) }
      if (window.webContents.isLoading()) window.webContents.once('did-finish-load', show)
      else show()
    },
  }
}
