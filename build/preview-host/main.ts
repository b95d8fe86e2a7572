/** Deskbell in an installed browser, where Electron cannot be had: `npm run preview`. Ends when its window is closed. */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createCore } from '../../electron/core/core.ts'
import { memoryVault, systemClock } from '../../electron/core/environment.ts'
import { createFileLog } from '../../electron/core/logging/log.ts'
import { developmentProvider } from '../../electron/host/development.ts'
import { systemPlace } from '../../electron/host/place.ts'
import { onlyOne } from './only-one.ts'
import { createPreviewHost } from './server.ts'
import { openWindow } from './window.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version

/** Where Electron would keep its data, with its own name: the two never share a book by accident. */
const ownFolder = (): string => {
  switch (process.platform) {
    case 'win32':
      return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'deskbell-preview')
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'deskbell-preview')
    default:
      return join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'deskbell-preview')
  }
}

/** How long nobody may look before Deskbell ends, in ms: a reload is not an end, and a browser takes a while to start. */
const patience = { afterClosing: 4_000, atStart: 60_000 }

const { values } = parseArgs({ options: { data: { type: 'string' }, 'no-window': { type: 'boolean', default: false } } })
const folder = values.data ?? process.env['DESKBELL_DATA'] ?? ownFolder()
const rendererFolder = join(root, 'out', 'renderer')
if (!existsSync(join(rendererFolder, 'index.html'))) {
  console.error('The window is not built yet: run "npm run build" first, or "npm start", which does it all.')
  process.exit(1)
}

const profile = join(folder, 'browser')
const show = (url: string): void => {
  if (values['no-window']) return console.log(url)
  if (openWindow(url, profile)) return
  console.log(`No Chrome, Edge or Chromium was found. Open this address once, in any browser: ${url}`)
}

// eslint-disable-next-line prefer-const -- The first instance can be asked before its host stands.
let reopen: () => void
const one = await onlyOne(folder, () => { reopen() })
if (!one.first) {
  console.log('Deskbell is open already; its window comes back.')
  process.exit(0)
}

const log = createFileLog(folder, 'debug')
const core = createCore({
  folder, log, version,
  vault: memoryVault(),
  clock: systemClock,
  random: Math.random,
  ...systemPlace(Intl.DateTimeFormat().resolvedOptions().locale),
  ...developmentProvider(process.env),
})
let ending = false
let goodbye: NodeJS.Timeout
const end = async (): Promise<void> => {
  if (ending) return
  ending = true
  clearTimeout(goodbye)
  await host.close()
  await core.stop()
  await log.close()
  one.release()
}
const endIn = (ms: number): void => {
  clearTimeout(goodbye)
  goodbye = setTimeout(() => void end(), ms)
}
const started = core.start()
const host = await createPreviewHost({
  core,
  rendererFolder,
  onWindows: (count) => {
    if (values['no-window'] || ending) return
    if (count > 0) clearTimeout(goodbye)
    else endIn(patience.afterClosing)
  },
})
reopen = () => { show(host.newUrl()) }
show(host.url)
if (!values['no-window']) endIn(patience.atStart)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())
await started
