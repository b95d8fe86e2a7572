import { describe, expect, test } from 'vitest'
import { countPlaywright, diedUnder, type PlaywrightReport } from '../../build/test-steps.ts'

const spec = (title: string, status: 'expected' | 'unexpected', ...messages: readonly string[]) => ({ title, tests: [{ status, results: [{ errors: messages.map((message) => ({ message })) }] }] })
const report = (...specs: readonly ReturnType<typeof spec>[]): PlaywrightReport => ({ suites: [{ title: 'a.spec.ts', suites: [{ title: 'in a group', specs }] }] })
const DIED = 'Error: worker process exited unexpectedly (code=null, signal=SIGTRAP)'

describe('a test whose process died', () => {
  test('is told from one that failed', () => {
    expect(diedUnder(report(spec('one', 'expected'), spec('two', 'unexpected', DIED)))).toBe(1)
    expect(countPlaywright(report(spec('one', 'expected'), spec('two', 'unexpected', DIED)), 1)).toEqual({ passed: 1, failed: 1, skipped: [] })
  })

  test('is not looked at apart where another failed, or where it had said something', () => {
    expect(diedUnder(report(spec('one', 'unexpected', 'Error: expected 1'), spec('two', 'unexpected', DIED)))).toBe(0)
    expect(diedUnder(report(spec('two', 'unexpected', 'Error: expected 1', DIED)))).toBe(0)
    expect(diedUnder(report(spec('two', 'unexpected')))).toBe(0)
  })

  test('is none where the program ended itself', () => {
    expect(diedUnder(report(spec('two', 'unexpected', 'Error: worker process exited unexpectedly (code=1, signal=null)')))).toBe(0)
    expect(diedUnder(report(spec('one', 'expected')))).toBe(0)
    expect(diedUnder(null)).toBe(0)
  })
})
