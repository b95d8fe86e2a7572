/** What is shipped: the folder build starts, keeps to its fuses, and takes nothing from the environment. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, FuseState, getCurrentFuseWire } from '@electron/fuses'
import { chromium, expect, test } from 'playwright/test'
import { sandboxArguments } from '../../build/browsers.ts'
import { call, repository } from './launch.ts'

const named = { linux: ['linux-unpacked', 'deskbell'], win32: ['win-unpacked', 'Deskbell.exe'] } as Partial<Record<NodeJS.Platform, readonly [string, string]>>
const place = named[process.platform]

test.describe('the packaged application', () => {
  test.skip(place === undefined, 'The folder build of this system is tested on it by the release workflow.')
  let folder: string
  let built: string
  let program: string

  test.beforeAll(() => {
    test.setTimeout(240_000)
    folder = mkdtempSync(join(tmpdir(), 'deskbell-package-'))
    const made = spawnSync(process.execPath, ['build/package.mjs', `-c.directories.output=${folder}`], { cwd: repository, encoding: 'utf8' })
    expect(made.status, made.stdout + made.stderr).toBe(0)
    built = join(folder, place![0])
    program = join(built, place![1])
  })
  test.afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

  test('holds one binary, no source and no other start page', () => {
    const unpacked = join(built, 'resources', 'app.asar.unpacked', 'node_modules', 'better-sqlite3')
    expect(readdirSync(join(unpacked, 'prebuilds'))).toEqual([`${process.platform}-${process.arch}.node`])
    for (const name of ['src', 'deps', 'build']) expect(existsSync(join(unpacked, name)), name).toBe(false)
    expect(readdirSync(join(built, 'resources')).sort()).toEqual(['app.asar', 'app.asar.unpacked'])
  })

  test('has its fuses set', async () => {
    const fuses = await getCurrentFuseWire(program)
    const { DISABLE, ENABLE } = FuseState
    expect([FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments, FuseV1Options.GrantFileProtocolExtraPrivileges].map((fuse) => fuses[fuse]))
      .toEqual([DISABLE, DISABLE, DISABLE, DISABLE])
    expect([FuseV1Options.OnlyLoadAppFromAsar, FuseV1Options.EnableEmbeddedAsarIntegrityValidation].map((fuse) => fuses[fuse])).toEqual([ENABLE, ENABLE])
  })

  test('is not a Node for anybody who asks', () => {
    const asked = spawnSync(program, ['-e', 'console.log("I am Node")'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--invalid-option', DISPLAY: '' }, encoding: 'utf8', timeout: 20_000 })
    expect(asked.stdout).not.toContain('I am Node')
  })

  test('starts to a window that answers, with its threads, and ignores the environment\'s carrier', async () => {
    // The Electron at hand may be older than the one that is shipped: then the binding for it, in this throw-away build only.
    const older = process.env['SQLITE_BINDING_NAPI9']
    if (older) copyFileSync(older, join(built, 'resources', 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds', `${process.platform}-${process.arch}.node`))
    const data = join(folder, 'data')
    const child: ChildProcess = spawn(program, [...sandboxArguments(), `--user-data-dir=${data}`, '--remote-debugging-port=0'], {
      env: { ...process.env, SQLITE_BINDING_NAPI9: '/nowhere.node', DESKBELL_DATA: join(folder, 'other'), DESKBELL_PROVIDER_URL: 'http://127.0.0.1:9', DESKBELL_ACCOUNT_SID: `AC${'0'.repeat(32)}`, DESKBELL_AUTH_TOKEN: 'x' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    try {
      const address = await new Promise<string>((resolve, reject) => {
        let said = ''
        child.stderr!.on('data', (text: Buffer) => {
          said += text.toString()
          const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
          if (found !== undefined) resolve(found)
        })
        child.once('exit', () => { reject(new Error(`It ended: ${said}`)) })
      })
      const browser = await chromium.connectOverCDP(address)
      const context = browser.contexts()[0]!
      const page = context.pages()[0] ?? await context.waitForEvent('page')
      await page.waitForFunction(() => 'deskbell' in globalThis)
      expect(page.url()).toMatch(/^app:\/\/deskbell\//)
      expect(await call(page, 'settings.start', {})).toEqual({ state: 'ready' })
      expect((await call(page, 'settings.about', {})).dataFolder).toBe(data)
      // The sample list goes through the import's thread, out of the archive.
      await call(page, 'settings.finishFirstRun', { language: 'en', businessName: 'Marlow Bakery', country: 'US', sample: true })
      expect((await call(page, 'imports.all', {})).map(({ state }) => state)).toEqual(['done'])
      // The practice carrier runs in another one.
      await expect.poll(async () => (await call(page, 'account.get', {})).network).toBe('online')
      expect((await call(page, 'account.get', {})).connected).toBeNull()
      await browser.close()
    } finally {
      child.kill()
      await ended
    }
    expect(existsSync(join(folder, 'other'))).toBe(false)
  })
})
