/**
 * Before anything else: the packages of the lock file, and the Node 24 among them. Plain JavaScript without
 * packages, because it runs on whatever Node (20 or later) is there before anything is installed.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const note = at('node_modules/.cache/deskbell/installed')

const lockHash = () =>
  createHash('sha256').update(readFileSync(at('package-lock.json'))).digest('hex')

/** The Node 24 that the packages bring, or null. */
const ownNode = () => {
  const path = at(process.platform === 'win32' ? 'node_modules/node/bin/node.exe' : 'node_modules/node/bin/node')
  try {
    return /^v(2[4-9]|[3-9]\d)\./.test(execFileSync(path, ['--version'], { encoding: 'utf8' })) ? path : null
  } catch {
    return null
  }
}

const isInstalled = () => {
  if (existsSync(note) && readFileSync(note, 'utf8') === lockHash()) return true
  // Somebody ran npm themselves: npm leaves a list of what it put there.
  try {
    const held = JSON.parse(readFileSync(at('node_modules/.package-lock.json'), 'utf8')).packages
    const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
    return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || optional || held[path]?.version === version)
  } catch {
    return false
  }
}

/** Installs what the lock file names if it is not there already. Ends the program with a sentence when that fails. */
export const ensureInstalled = () => {
  if (!isInstalled()) {
    console.log('Installing the packages Deskbell is made of (once, a minute or two) …')
    const npm = process.env.npm_execpath
    const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
    const done = spawnSync(command, [...before, 'ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' && before.length === 0 })
    if (done.status !== 0) {
      console.error('The packages could not be installed: see npm\'s own words above, check the network, then run the same command again.')
      process.exit(1)
    }
  }
  mkdirSync(at('node_modules/.cache/deskbell'), { recursive: true })
  writeFileSync(note, lockHash())
}

/** The Node to run everything else with: the one npm installed, else this one when it is new enough. */
export const nodeToUse = () => {
  const own = ownNode()
  if (own !== null) return own
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error('Node 24 did not come with the packages: run "npm rebuild node", or install Node 24 yourself, then run the same command again.')
  process.exit(1)
}

/** Runs a TypeScript file under Node 24 with this terminal and passes on who asks it to end; resolves with its exit code. */
export const runScript = (script, args = []) =>
  new Promise((resolve) => {
    // Threads begin without translating the same sources again, as those of the built program do.
    const env = { NODE_COMPILE_CACHE: at('node_modules/.cache/deskbell/compiled'), ...process.env }
    const child = spawn(nodeToUse(), [script, ...args], { stdio: 'inherit', env })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
