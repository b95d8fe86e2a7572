import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Plain JavaScript without types of its own.
const { default: config } = (await import(new URL('../../.dependency-cruiser.mjs', import.meta.url).href)) as { readonly default: { readonly forbidden: readonly { readonly name: string }[] } }
const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Each rule of .dependency-cruiser.mjs, broken by the smallest program that breaks it: a file, what it imports, and
 * what that is. A rule that no longer finds its violation fails here.
 */
const breaches: Readonly<Record<string, readonly (readonly [file: string, imports: string, what?: string])[]>> = {
  'no-circles': [['shared/a.ts', './b.ts', "import './a.ts'"]],
  unresolvable: [['electron/core/reports/api.ts', './missing.ts', undefined]],
  'shared-is-pure': [
    ['shared/a.ts', 'node:fs', undefined],
    ['shared/b.ts', '../electron/core/b.ts', ''],
    ['shared/c.ts', 'papaparse', undefined],
  ],
  'core-knows-no-electron': [
    ['electron/core/settings/a.ts', 'electron', undefined],
    ['electron/core/settings/b.ts', '../../host/b.ts', ''],
    ['electron/core/settings/c.ts', '../../../renderer/c.ts', ''],
  ],
  'only-host-imports-electron': [
    ['build/a.ts', 'electron', undefined],
    ['renderer/a.ts', 'electron', undefined],
  ],
  'host-enters-core-by-its-door': [
    ['electron/host/a.ts', '../core/database/a.ts', ''],
    ['electron/main.ts', './core/contacts/a.ts', ''],
  ],
  'preload-knows-only-the-contract': [['electron/preload.ts', './host/a.ts', '']],
  'renderer-knows-only-shared': [
    ['renderer/a.ts', '../electron/core/a.ts', ''],
    ['renderer/b.ts', '../build/b.ts', ''],
  ],
  'renderer-has-no-node': [['renderer/a.ts', 'node:fs', undefined]],
  'features-do-not-know-each-other': [['renderer/features/inbox/a.ts', '../compose/b.ts', '']],
  'ui-is-below-features': [
    ['renderer/ui/a.ts', '../features/compose/a.ts', ''],
    ['renderer/i18n/a.ts', '../app/a.ts', ''],
  ],
  'only-the-provider-imports-twilio': [['electron/core/sending/a.ts', 'twilio', undefined]],
  'ground-floor': [
    ['electron/core/database/a.ts', '../contacts/a.ts', ''],
    ['electron/core/provider/a.ts', '../settings/a.ts', ''],
    ['electron/core/practice/a.ts', '../sending/a.ts', ''],
  ],
  'people-floor': [
    ['electron/core/contacts/a.ts', '../imports/a.ts', ''],
    ['electron/core/segments/b.ts', '../sending/b.ts', ''],
  ],
  'work-floor': [['electron/core/sending/a.ts', '../campaigns/a.ts', '']],
  'account-is-on-the-roof': [['electron/core/contacts/d.ts', '../account/d.ts', '']],
  'the-roof-is-core': [['electron/core/contacts/a.ts', '../core.ts', '']],
  'nobody-imports-tests': [['electron/core/a.ts', '../../test/a.ts', '']],
}

type Violation = { readonly from: string; readonly rule: { readonly name: string } }
let folder: string

/** The violations of a tree of files, by the repository's own configuration and packages. */
const cruise = (files: Readonly<Record<string, string>>): readonly Violation[] => {
  const place = mkdtempSync(join(folder, 'tree-'))
  for (const name of ['electron', 'renderer', 'shared', 'build', 'test']) mkdirSync(join(place, name))
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'), 'junction')
  for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) symlinkSync(join(root, name), join(place, name))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, file)), { recursive: true })
    writeFileSync(join(place, file), text)
  }
  const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const done = spawnSync(process.execPath, [cruiser, '--preserve-symlinks', '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'electron', 'renderer', 'shared', 'build', 'test'], {
    cwd: place, encoding: 'utf8', maxBuffer: 50_000_000,
  })
  if (!done.stdout.startsWith('{')) throw new Error(done.stderr || done.stdout)
  return (JSON.parse(done.stdout) as { readonly summary: { readonly violations: readonly Violation[] } }).summary.violations
}

beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'deskbell-lint-')) })
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

test('every rule is broken below', () => {
  expect(Object.keys(breaches).sort()).toEqual(config.forbidden.map(({ name }) => name).sort())
})

describe('a program that breaks every rule', () => {
  let found: readonly Violation[]
  // Each breach lives in files of its own name, so that one tree and one run hold them all.
  const own = (rule: string, index: number, file: string): string => (/(main|preload|core\/core)\.ts$/.test(file) ? file : file.replace(/\/(\w)\.ts$/, `/$1-${rule}-${index}.ts`))
  beforeAll(() => {
    const files: Record<string, string> = { 'electron/core/core.ts': '' }
    for (const [rule, programs] of Object.entries(breaches)) {
      programs.forEach(([file, imports, what], index) => {
        const relative = imports.startsWith('.')
        const target = relative && what !== undefined ? own(rule, index, join(dirname(file), imports)) : null
        const from = own(rule, index, file)
        const path = target === null ? imports : `${imports.slice(0, imports.lastIndexOf('/') + 1)}${target.slice(target.lastIndexOf('/') + 1)}`
        files[from] = `${files[from] ?? ''}import '${path}'\n`
        if (target !== null) files[target] = what === '' ? (files[target] ?? 'export {}\n') : `import './${from.slice(from.lastIndexOf('/') + 1)}'\n`
      })
    }
    found = cruise(files)
  })
  test.each(Object.entries(breaches).flatMap(([rule, programs]) => programs.map(([file, imports], index) => [rule, file, imports, index] as const)))(
    '%s: %s must not import %s',
    (rule, file, _imports, index) => {
      expect(found.filter(({ from }) => from === own(rule, index, file)).map(({ rule: { name } }) => name)).toContain(rule)
    })
})

test('a program that keeps to the rules has no violation', () => {
  expect(cruise({
    'shared/money.ts': "import { z } from 'zod'\nexport const money = z.number()\n",
    'electron/core/contacts/api.ts': "import '../../../shared/money.ts'\n",
    'electron/core/campaigns/api.ts': "import '../contacts/api.ts'\n",
    'electron/core/core.ts': "import './campaigns/api.ts'\n",
    'electron/host/window.ts': "import 'electron'\nimport '../core/core.ts'\n",
    'electron/main.ts': "import './host/window.ts'\n",
    'renderer/features/today/screen.ts': "import '../../../shared/money.ts'\n",
  })).toEqual([])
})
