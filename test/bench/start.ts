/** How long a start takes, from the process to a window that answers; against a bare one in the same run. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright'
import { sandboxArguments } from '../../build/browsers.ts'
import { electronFolder } from '../../build/electron-binary.ts'
import { ensureBuilt, root } from '../../build/output.ts'

export type StartBench = {
  /** Seconds from the process to the window that has its first answer from core. */
  readonly value: number
  /** The same of a bare Electron with an empty window, or of a bare Node. */
  readonly limit: number
  readonly ratio: number
  readonly host: 'electron' | 'preview-host'
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Seconds until Electron's first window can be asked `ready`. */
const electronStart = async (program: string, app: string, env: Record<string, string>, ready: string): Promise<number> => {
  const from = performance.now()
  const started = await _electron.launch({ executablePath: program, args: [...sandboxArguments(), app], env: { ...(process.env as Record<string, string>), ...env } })
  const page = await started.firstWindow()
  await page.waitForFunction(ready)
  const seconds = (performance.now() - from) / 1000
  await started.close()
  return seconds
}

/** Seconds until a Node process prints its first line; `then` is what to do with that line before the clock stops. */
const nodeStart = async (args: readonly string[], then: (line: string) => Promise<void>): Promise<number> => {
  const from = performance.now()
  const child: ChildProcess = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout!.once('data', (text: Buffer) => { resolve(text.toString().split('\n')[0]!) })
    child.once('exit', () => { reject(new Error('The process ended before it said anything.')) })
  })
  await then(line)
  const seconds = (performance.now() - from) / 1000
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await ended
  return seconds
}

/** Enters the preview host as a browser would, and asks core its first question. */
const firstAnswer = async (url: string): Promise<void> => {
  const { origin } = new URL(url)
  const cookie = (await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')!.split(';')[0]!
  const answer = await fetch(`${origin}/call/settings.start`, { method: 'POST', body: '{}', headers: { Cookie: cookie, Origin: origin, 'Content-Type': 'application/json' } })
  const text = await answer.text()
  if (!text.includes('"ready"')) throw new Error(`Core did not start: ${text}`)
}

/** Medians of `rows` interleaved starts (default 5), after one that does not count. The data folder exists already. */
export const run = async ({ rows = 5 }: { readonly rows?: number } = {}): Promise<StartBench> => {
  ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-start-'))
  const data = join(folder, 'data')
  const bare = join(folder, 'bare')
  mkdirSync(bare)
  const electron = electronFolder()
  const program = electron === null ? null : join(electron, process.platform === 'win32' ? 'electron.exe' : process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron')
  writeFileSync(join(bare, 'package.json'), '{"name":"bare","main":"main.js"}')
  writeFileSync(join(bare, 'main.js'), "const { app, BrowserWindow } = require('electron')\napp.whenReady().then(() => new BrowserWindow().loadURL('data:text/html,<title>bare</title>'))\n")
  const ours = () => (program === null
    ? nodeStart(['build/preview-host/main.ts', '--no-window', '--data', data], firstAnswer)
    : electronStart(program, root, { DESKBELL_DATA: data }, "globalThis.deskbell?.call('settings.start', {}).then((answer) => answer.ok && answer.value.state === 'ready')"))
  const theirs = () => (program === null
    ? nodeStart(['-e', "console.log('here'); setTimeout(() => {}, 1e6)"], () => Promise.resolve())
    : electronStart(program, bare, {}, 'true'))
  try {
    await ours()
    const values: number[] = []
    const limits: number[] = []
    for (let i = 0; i < rows; i += 1) {
      limits.push(await theirs())
      values.push(await ours())
    }
    const [value, limit] = [median(values), median(limits)]
    console.log(`start, seconds: ${values.map((each) => each.toFixed(2)).join(' ')}; bare: ${limits.map((each) => each.toFixed(2)).join(' ')}`)
    return { value, limit, ratio: value / limit, host: program === null ? 'preview-host' : 'electron' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
