/** A shop's list as a file, and how it is imported: for the benches. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { argv } from 'node:process'
import type { Context } from '../../electron/core/context.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import type { ImportPlan } from '../../shared/contract/imports.ts'
import { testContext, type TestContext } from '../support/context.ts'
import { personAt } from '../support/people.ts'

/** Ten columns as Shopify and others name them, numbers in five notations. */
export const writeList = (path: string, rows: number): void => {
  const file = openSync(path, 'w')
  let text = 'First Name,Last Name,Phone,Email,City,State,Zip,Language,Tags,Stylist\n'
  for (let i = 0; i < rows; i++) {
    const p = personAt(i)
    const d = p.number.slice(2)
    const styles = [p.number, `(${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6)}`, `${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6)}`, d, `+1 ${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6)}`]
    const number = p.number.startsWith('+1') ? styles[i % 5] : p.number
    text += `${p.firstName},${p.lastName},${number},${p.email},${p.city},${p.region},${p.postalCode},${p.language},${p.tags.length > 1 ? `"${p.tags.join(', ')}"` : p.tags.join('')},${p.custom['stylist'] ?? ''}\n`
    if (text.length > 1 << 20) {
      writeSync(file, text)
      text = ''
    }
  }
  writeSync(file, text)
  closeSync(file)
}

export const listPlan = (fileId: string): ImportPlan => ({
  fileId,
  reading: { encoding: 'utf-8', delimiter: ',', hasHeader: true },
  mapping: ['first-name', 'last-name', 'number', 'email', 'custom', 'region', 'postal-code', 'language', 'tags', 'custom'],
  list: { name: 'Everybody' },
  tags: [],
  consent: { purposes: ['marketing'], method: 'paper', occurredAt: Date.UTC(2026, 0, 5), disclosure: 'I agree to get texts.', source: 'blue binder', onlyWhereOptedIn: false },
  onConflict: 'fill',
})

/** An empty book by the computer's clock, and a list put before it. */
export const bookWith = (file: string): { readonly ctx: TestContext; readonly context: Context; readonly plan: ImportPlan } => {
  const ctx = testContext()
  const files = createFiles(ctx.folder)
  return { ctx, context: { ...ctx, files, clock: { ...ctx.clock, now: () => Date.now(), monotonic: () => performance.now() } }, plan: listPlan(files.grant(file).fileId) }
}

// As a script: where to, and how many rows.
if (import.meta.main) writeList(argv[2] as string, Number(argv[3]))
