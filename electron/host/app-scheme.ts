import { protocol } from 'electron'
import { pageHeaders } from './csp.ts'
import { servedFile } from './served-files.ts'

export const appHost = 'deskbell'
export const appPage = `app://${appHost}/`

/** Whether an address is a page of ours. */
export const isOwnPage = (address: string): boolean => {
  try {
    const url = new URL(address)
    return url.protocol === 'app:' && url.host === appHost
  } catch {
    return false
  }
}

/** Tells Chromium what app:// is. Counts once, and only before the application is ready. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/** Serves the built window under app://deskbell/, and nothing else. */
export const serveApp = (rendererFolder: string): void => {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    const file = request.method === 'GET' && url.host === appHost ? await servedFile(rendererFolder, url.pathname) : null
    return file === null
      ? new Response('There is no such page.', { status: 404, headers: pageHeaders })
      : new Response(new Uint8Array(file.body), { headers: { ...pageHeaders, 'Content-Type': file.type } })
  })
}
