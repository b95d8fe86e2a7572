/** One attempt to break each rule of the hardening. */
import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { repository, test } from './launch.ts'

/** Runs `attempt` in the page and resolves when `directive` of the policy has stopped something. */
const violated = (page: Page, attempt: string, directive: string): Promise<void> =>
  page.evaluate(([code, wanted]) => {
    const told = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => { if (event.effectiveDirective === wanted) resolve() })
    })
    const attempts: Record<string, () => void> = {
      inline: () => {
        const script = document.createElement('script')
        script.textContent = 'globalThis.broken = true'
        document.head.append(script)
      },
      handler: () => { document.body.insertAdjacentHTML('beforeend', '<button id="bad" onclick="globalThis.broken = true"></button>') },
      outside: () => { document.head.append(Object.assign(document.createElement('script'), { src: 'https://example.com/x.js' })) },
      fetch: () => { void fetch('https://example.com/').catch(() => undefined) },
      frame: () => { document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com/' })) },
      image: () => { document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.com/seen.png' })) },
    }
    attempts[code!]!()
    document.querySelector<HTMLButtonElement>('#bad')?.click()
    return told
  }, [attempt, directive])

for (const [attempt, directive] of [
  ['inline', 'script-src-elem'], ['handler', 'script-src-attr'], ['outside', 'script-src-elem'],
  ['fetch', 'connect-src'], ['frame', 'frame-src'], ['image', 'img-src'],
] as const) {
  test(`the policy stops: ${attempt}`, async ({ desk: { page } }) => {
    await violated(page, attempt, directive)
    expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false)
  })
}

test('text is not run as code', async ({ desk: { page } }) => {
  // In a task of the page's own: what the debugger evaluates is above the policy.
  const outcome = await page.evaluate(() => new Promise<unknown>((resolve) => {
    setTimeout(() => {
      try {
        resolve(new Function('return 1')())
      } catch (cause) {
        resolve((cause as Error).name)
      }
    })
  }))
  expect(outcome).toBe('EvalError')
})

for (const address of ['https://example.com/', 'file:///etc/passwd', 'app://elsewhere/index.html']) {
  test(`the window does not leave for ${address}`, async ({ desk: { app, page } }) => {
    const before = page.url()
    const denied = app.evaluate(({ BrowserWindow }) => new Promise<boolean>((resolve) => {
      BrowserWindow.getAllWindows()[0]!.webContents.once('will-frame-navigate', (event) => { setImmediate(() => { resolve(event.defaultPrevented) }) })
      // Chromium itself refuses a page of ours to open a file; that is as good.
      BrowserWindow.getAllWindows()[0]!.webContents.once('console-message', () => { resolve(true) })
    }))
    await page.evaluate((to) => { location.assign(to) }, address)
    expect(await denied).toBe(true)
    expect(page.url()).toBe(before)
    expect(await page.evaluate(() => typeof globalThis.deskbell.call)).toBe('function')
  })
}

test('no window is opened from inside', async ({ desk: { app, page } }) => {
  expect(await page.evaluate(() => [window.open('https://example.com/'), window.open('about:blank'), window.open('app://deskbell/')].every((opened) => opened === null))).toBe(true)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('no page is embedded', async ({ desk: { app, page } }) => {
  await page.evaluate(() => {
    const view = document.createElement('webview')
    view.setAttribute('src', 'https://example.com/')
    document.body.append(view)
  })
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().filter((one) => one.getType() === 'webview').length)).toBe(0)
})

test('permissions and devices are denied', async ({ desk: { page } }) => {
  const states = await page.evaluate(async () => {
    const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state
    const place = await new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(() => { resolve('granted') }, (cause) => { resolve(cause.code === cause.PERMISSION_DENIED ? 'denied' : 'failed') })
    })
    return { geolocation: await state('geolocation'), camera: await state('camera'), microphone: await state('microphone'), notifications: await Notification.requestPermission(), place }
  })
  expect(states).toEqual({ geolocation: 'denied', camera: 'denied', microphone: 'denied', notifications: 'denied', place: 'denied' })
})

test('the page has the contract, and nothing of Node or Electron', async ({ desk: { app, page } }) => {
  const seen = await page.evaluate(() => ({
    names: Object.keys(globalThis.deskbell).sort(),
    node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
  }))
  expect(seen).toEqual({ names: ['call', 'fileFromDrop', 'on', 'openExternal', 'openFile', 'platform', 'saveFile'], node: [] })
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    (BrowserWindow.getAllWindows()[0]!.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences())
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true })
})

test('a foreign page with our preload is refused', async ({ desk: { app } }) => {
  const answer = await app.evaluate(async ({ BrowserWindow }, preload) => {
    const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
    await foreign.loadURL('data:text/html,<h1>A page that should not be here</h1>')
    const said: unknown = await foreign.webContents.executeJavaScript('deskbell.call("settings.get", {}).then(() => "answered", (cause) => cause.message)')
    foreign.destroy()
    return said
  }, join(repository, 'out', 'preload', 'preload.cjs'))
  expect(answer).toMatch(/Refused/)
})

test('names that are not in the contract are not called', async ({ desk: { page } }) => {
  for (const name of ['nothing.here', '__proto__', 'constructor', 'toString', '']) {
    const answer = await page.evaluate((asked) => globalThis.deskbell.call(asked as never, {}), name)
    expect(answer).toMatchObject({ ok: false, error: { code: 'unknown-call' } })
  }
})

test('app:// serves the built window and no other file', async ({ desk: { page } }) => {
  const statuses = await page.evaluate(async (paths) => {
    const found: Record<string, number> = {}
    for (const path of paths) found[path] = await fetch(path).then(({ status }) => status, () => 0)
    return found
  }, ['/index.html', '/../package.json', '/../../package.json', '/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json', '/..%5c..%5cpackage.json', '/%2fetc/passwd', '//etc/hosts.json', '/index.html%00.js', '/.hidden.js', '/../main/main.js'])
  const { '/index.html': own, '//etc/hosts.json': elsewhere, ...rest } = statuses
  expect(own).toBe(200)
  // Another host is another origin: the policy stops it before it is asked.
  expect(elsewhere).toBe(0)
  expect(Object.entries(rest).filter(([, status]) => status !== 404)).toEqual([])
})

test('only https pages are shown in the person\'s browser', async ({ desk: { app, page } }) => {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = (address) => Promise.resolve(void opened.push(address))
  })
  for (const address of ['file:///etc/passwd', 'javascript:alert(1)', 'http://example.com/', 'smb://host/share', 'https://user:secret@example.com/', 'not an address']) {
    await expect(page.evaluate((to) => globalThis.deskbell.openExternal(to), address), address).rejects.toThrow(/Only https/)
  }
  await page.evaluate(() => globalThis.deskbell.openExternal('https://www.twilio.com/console'))
  expect(await app.evaluate(() => (globalThis as unknown as { readonly opened: readonly string[] }).opened)).toEqual(['https://www.twilio.com/console'])
})
