import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { DemoReport } from '../../build/demo/main.ts'

const folder = mkdtempSync(join(tmpdir(), 'deskbell-demo-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const demo = (...args: string[]) => {
  const main = new URL('../../build/demo/main.ts', import.meta.url).pathname
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, '--speed', '300', ...args], { encoding: 'utf8', timeout: 60_000 })
  const last = stdout.trim().split('\n').at(-1)!
  return { status, stdout, stderr, report: (status === 0 && args.includes('--json') ? JSON.parse(last) : null) as DemoReport }
}

describe('npm run demo', () => {
  test('the sample list goes through the whole main job, and every figure adds up', () => {
    const { status, stdout, report } = demo('--json')
    expect(status).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(report.rows).toBeGreaterThan(450)
    expect(report.rows).toBe(report.imported + report.rejected + report.duplicates)
    expect(report.recipients).toBe(report.delivered + report.undelivered + report.failed)
    expect(report.rejected).toBeGreaterThan(0)
    expect(report.duplicates).toBeGreaterThan(0)
    expect(report.cost).toBeGreaterThan(0)
    expect(Object.keys(report.left_out)).toContain('no-consent')
  })

  test('a list of one’s own, kept in a folder: the second time everybody is known', () => {
    const list = join(folder, 'mine.csv')
    writeFileSync(list, 'Prénom;Portable\r\nZoé;+33 6 39 98 12 34\r\nAnn;(202) 555-0143\r\nAnn again;202-555-0143\r\nNobody;none\r\n')
    const data = join(folder, 'data')
    const first = demo('--json', '--list', list, '--data', data, '--message', 'Bonjour {{ first_name }}').report
    expect(first).toMatchObject({ rows: 4, imported: 2, duplicates: 1, rejected: 1, recipients: 2 })
    const second = demo('--json', '--list', list, '--data', data).report
    expect(second).toMatchObject({ rows: 4, imported: 2, duplicates: 1, rejected: 1, recipients: 2 })
  })

  test('mistakes get a sentence and a failing exit', () => {
    expect(demo('--speed', 'fast')).toMatchObject({ status: 1, stderr: expect.stringContaining('--speed takes a number') })
    const gone = demo('--list', join(folder, 'gone.csv'))
    expect(gone.status).toBe(1)
    expect(gone.stderr).not.toContain('    at ')
  })
})
