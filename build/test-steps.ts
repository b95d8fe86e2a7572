import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from './browsers.ts'
import { root } from './output.ts'

export type Count = { readonly passed: number; readonly failed: number; readonly skipped: readonly string[] }

const nothing: Count = { passed: 0, failed: 0, skipped: [] }
export const sum = (counts: readonly Count[]): Count =>
  counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] }), nothing)

const results = join(root, 'test-results')
const bin = (...path: readonly string[]): string => join(root, 'node_modules', ...path)

/** Runs a Node program with this terminal; resolves with its exit code. */
const runNode = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    child.on('exit', (code) => { resolve(code ?? 1) })
    child.on('error', () => { resolve(1) })
  })

/** A step that counts as one test: it passes when every command does. */
export const oneStep = async (name: string, commands: readonly (readonly string[])[]): Promise<Count> => {
  const from = performance.now()
  let passed = true
  for (const command of commands) passed = (await runNode(command)) === 0 && passed
  console.log(`${passed ? '✓' : '✗'} ${name} (${((performance.now() - from) / 1000).toFixed(1)} s)`)
  return passed ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 }
}

export const types = (): Promise<Count> =>
  oneStep('types', ['tsconfig.json', 'shared/tsconfig.json', 'renderer/tsconfig.json', 'test/tsconfig.json'].map((file) => [bin('typescript', 'bin', 'tsc'), '-p', file]))

export const lint = (): Promise<Count> =>
  oneStep('lint', [
    [bin('eslint', 'bin', 'eslint.js'), '--cache', '--cache-location', 'node_modules/.cache/eslint', '.'],
    [bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), '--config', '.dependency-cruiser.mjs', 'electron', 'renderer', 'shared', 'build', 'test'],
  ])

const readReport = <T>(file: string): T | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return null
  }
}

/** A runner that says it failed, but names no failed test, failed all the same. */
const honest = (count: Count, exitCode: number): Count => (exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count)

type VitestReport = {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

export const countVitest = (report: VitestReport | null, exitCode: number): Count => {
  const counted = sum((report?.testResults ?? []).map((file): Count => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed').length
    return {
      passed: file.assertionResults.filter(({ status }) => status === 'passed').length,
      // A file that could not even be loaded has no tests to fail.
      failed: file.status === 'failed' ? Math.max(1, failed) : failed,
      skipped: file.assertionResults.filter(({ status }) => !['passed', 'failed'].includes(status)).map(({ fullName }) => `${file.name}: ${fullName}`),
    }
  }))
  return honest(counted, exitCode)
}

/** The vitest tests. */
export const unit = async (): Promise<Count> => {
  const file = join(results, 'unit.json')
  rmSync(file, { force: true })
  const code = await runNode([bin('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  return countVitest(readReport<VitestReport>(file), code)
}

type PlaywrightSuite = {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly tests: readonly { readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'; readonly results?: readonly { readonly errors: readonly { readonly message?: string }[] }[] }[]
  }[]
}
export type PlaywrightReport = { readonly suites: readonly PlaywrightSuite[] }

const countSuite = (suite: PlaywrightSuite): Count =>
  sum([
    ...(suite.suites ?? []).map(countSuite),
    ...(suite.specs ?? []).flatMap((spec) => spec.tests.map(({ status }): Count =>
      status === 'expected' ? { ...nothing, passed: 1 } : status === 'skipped' ? { ...nothing, skipped: [`${suite.title}: ${spec.title}`] } : { ...nothing, failed: 1 })),
  ])

export const countPlaywright = (report: PlaywrightReport | null, exitCode: number): Count => honest(sum((report?.suites ?? []).map(countSuite)), exitCode)

/** How V8 ends a process whose own state it finds broken, and how glibc does: by a signal, before a test could say anything. */
const DIED = /worker process exited unexpectedly \(code=null, signal=SIG(?:TRAP|ILL|ABRT|SEGV)\)/

const failuresOf = (suite: PlaywrightSuite): readonly (readonly string[])[] => [
  ...(suite.suites ?? []).flatMap(failuresOf),
  ...(suite.specs ?? []).flatMap(({ tests }) =>
    tests.filter(({ status }) => status === 'unexpected').map(({ results = [] }) => results.flatMap(({ errors }) => errors.map(({ message = '' }) => message)))),
]

/** How many tests did not fail but had their process die under them; 0 as soon as one really failed. */
export const diedUnder = (report: PlaywrightReport | null): number => {
  const failures = (report?.suites ?? []).flatMap(failuresOf)
  return failures.every((messages) => messages.length > 0 && messages.every((message) => DIED.test(message))) ? failures.length : 0
}

/** The Playwright tests of a folder of test/: 'e2e' or 'electron'. */
export const playwright = async (folder: 'e2e' | 'electron', env: Readonly<Record<string, string>> = {}): Promise<Count> => {
  const file = join(results, `${folder}.json`)
  const once = async (...more: readonly string[]): Promise<{ readonly report: PlaywrightReport | null; readonly count: Count }> => {
    rmSync(file, { force: true })
    const code = await runNode([bin('playwright', 'cli.js'), 'test', '--config', `test/${folder}/playwright.config.ts`, ...more], env)
    const report = readReport<PlaywrightReport>(file)
    return { report, count: countPlaywright(report, code) }
  }
  const first = await once()
  const died = diedUnder(first.report)
  if (died === 0) return first.count
  // "Check failed: jit_page.has_value()" of Node 24 with many threads (nodejs/node#64500): nothing was tested, so it is tested now.
  console.log(`\nTHE PROCESS OF ${died} TEST${died === 1 ? '' : 'S'} DIED, which is no failure of theirs: run once more.`)
  return sum([{ ...first.count, failed: first.count.failed - died }, (await once('--last-failed')).count])
}

/** A browser for the screens' tests: the one that is there, or Debian's Chromium when we may install it. */
export const ensureBrowser = (): boolean => {
  if (findBrowser() !== null) return true
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No browser was found; installing Chromium …')
    const apt = (...args: readonly string[]): boolean =>
      spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
    if (apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium') && findBrowser() !== null) return true
  }
  console.error('The screens are tested in Chrome, Edge or Chromium, and none was found: install one of them (on Debian or Ubuntu: sudo apt-get install chromium), then run npm test again.')
  return false
}

/** Prints the closing line, alone, after naming what was skipped; sets the exit code. */
export const close = (count: Count): void => {
  if (count.skipped.length > 0) {
    console.log(`\nSKIPPED, so not known to work:`)
    for (const name of count.skipped) console.log(`  - ${name}`)
  }
  if (count.failed > 0 || count.passed === 0) process.exitCode = 1
  console.log(`\n${count.passed} passed, ${count.failed} failed${count.skipped.length > 0 ? `, ${count.skipped.length} skipped` : ''}`)
}

mkdirSync(results, { recursive: true })
