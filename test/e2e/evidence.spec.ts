import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { backUp } from '../../electron/core/database/backups.ts'
import type { TestCore } from '../support/core.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

const ANA = '+12025550143'
const root = fileURLToPath(new URL('../..', import.meta.url))

const addAna = async (desk: TestCore) => {
  const person = await desk.call('contacts.add', { number: ANA, firstName: 'Ana', lastName: 'Silva' })
  await desk.call('consent.record', { number: ANA, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: Date.UTC(2026, 4, 3, 12), disclosure: 'Yes, send me your offers.', source: 'blue binder' })
  return person
}

test('a number in any form, or a name, is answered with the exact words, and the proof is saved and verified', async ({ page, desk, visit }) => {
  await addAna(desk)
  await desk.call('contacts.add', { number: '+12025550144', firstName: 'Anatole' })
  await visit('#/permission')
  await expect(page.getByText('May I text this person?')).toBeVisible()
  await expectAccessible(page)
  const field = page.getByRole('searchbox', { name: 'A number or a name' })
  await field.fill('202 555-0143')
  await expect(page.getByText('You may send offers to Ana Silva: they agreed on May 3, 2026 on a paper form (blue binder).')).toBeVisible()
  await expect(page.getByText('No: Ana Silva never agreed to service messages. Nothing is on record.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'What they said' })).toContainText('Yes, send me your offers.')
  await expectAccessible(page)

  const json = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as JSON' }).click()
  const saved = await (await json).path()
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'build', 'verify-consent.mjs'), saved], { encoding: 'utf8' })
  expect(stdout).toContain('1 record, whole')
  expect(status).toBe(0)
  const pdf = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as PDF' }).click()
  expect(readFileSync(await (await pdf).path()).subarray(0, 5).toString()).toBe('%PDF-')

  // A name of two people asks which; the keyboard chooses.
  await field.fill('ana')
  await expect(page.getByRole('heading', { name: 'Which of them?' })).toBeVisible()
  await page.getByRole('link', { name: 'Anatole' }).press('Enter')
  await expect(page).toHaveURL(/#\/permission\/%2B12025550144$/)
  await expect(page.getByText('No: Anatole never agreed to offers. Nothing is on record.')).toBeVisible()
  await field.fill('nobody at all')
  await expect(page.getByText('Neither a number nor anybody you know')).toBeVisible()

  await page.getByRole('button', { name: 'Check all now' }).click()
  await expect(page.getByText('One record read: it is as it was written.')).toBeVisible()
})

test('an address leads to a number, and the person’s drawer says the same', async ({ page, desk, visit }) => {
  const person = await addAna(desk)
  desk.carrier().injectInbound({ from: ANA, to: '+15005550006', body: 'STOP' })
  await desk.call('inbox.look', {})
  await desk.until(async () => (await desk.call('contacts.get', { id: person.id })).marketing === 'opted-out')
  await visit(`#/permission/${encodeURIComponent(ANA)}`)
  await expect(page.getByRole('heading', { name: 'Ana Silva' })).toBeVisible()
  await expect(page.getByText(/^No: Ana Silva said stop to offers on .* by text\.$/)).toBeVisible()
  await page.getByRole('link', { name: 'Open the person' }).click()
  await page.getByRole('tab', { name: 'Consent' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText(/^No: Ana Silva said stop to service messages on .* by text\.$/)).toBeVisible()
  await expect(drawer.getByRole('button', { name: 'Save as PDF' })).toBeVisible()
  await expectAccessible(page, '[role=dialog]')
})

test('records changed from outside are told of, nothing is sent on them, and the book goes back to a backup', async ({ page, desk, visit }) => {
  await addAna(desk)
  await backUp({ folder: join(desk.folder, 'practice'), nativeBinding: undefined, now: desk.clock.now() - 60_000 })
  // Said after the backup was made: it must still hold afterwards.
  await desk.call('contacts.add', { number: '+12025550144', firstName: 'Bob' })
  await desk.call('consent.record', { number: '+12025550144', purpose: 'marketing', state: 'opted-out', method: 'spoken', occurredAt: desk.clock.now(), disclosure: null, source: '' })
  const db = desk.db()
  db.exec('DROP TRIGGER consent_events_stay')
  db.prepare(`UPDATE consent_events SET source = 'another binder' WHERE number = ?`).run(ANA)
  await desk.call('consent.verify', {})
  await visit('#/today')
  await expect(page.getByText('One consent record is not as written')).toBeVisible()
  await page.getByRole('link', { name: 'See which' }).click()
  const alert = page.getByRole('region', { name: 'Content' }).getByRole('alert')
  await expect(alert).toContainText('One consent record is not as it was written.')
  await expect(alert).toContainText('(202) 555-0143: the record on offers of')
  await expectAccessible(page)
  expect(await desk.call('campaigns.estimate', { audience: { kind: 'everybody' }, purpose: 'marketing', body: 'Hello', senderId: null })).toMatchObject({ recipients: 0 })
  await alert.getByRole('button', { name: 'I know' }).click()
  await expect(alert.getByRole('button', { name: 'I know' })).toBeHidden()
  db.close()
  await alert.getByRole('button', { name: /^Go back to this one/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go back to this one' }).click()
  await expect(page.getByText('This is the book of the backup.')).toBeVisible()
  await expect(alert).toBeHidden()
  expect(await desk.call('consent.check', { who: ANA })).toMatchObject({ kind: 'number', found: { purposes: [{ may: true }, {}] } })
  expect(await desk.call('consent.check', { who: '+12025550144' })).toMatchObject({ kind: 'number', found: { contactId: null, purposes: [{ may: false, reason: 'stopped', event: { source: 'from the book before the backup' } }, {}] } })
})

test.describe('in French', () => {
  test.use({ language: 'fr' })
  test('the answer and the words around it are French', async ({ page, desk, visit }) => {
    await addAna(desk)
    await visit(`#/permission/${encodeURIComponent(ANA)}`)
    await expect(page.getByText(/^Vous pouvez envoyer des offres à Ana Silva\s: accord donné le 3 mai 2026 sur un formulaire papier \(blue binder\)\.$/)).toBeVisible()
    await expectAccessible(page)
  })
})

test('the built program finds its letters: a PDF from the bundle holds its fonts', () => {
  const main = join(root, 'out', 'main')
  const core = readdirSync(main).find((name) => /^core-.*\.js$/.test(name))!
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-bundle-'))
  const program = `
    import { readFileSync } from 'node:fs'
    const { createCore } = await import(${JSON.stringify(pathToFileURL(join(main, core)).href)})
    const log = { debug() {}, info() {}, warn() {}, error(...said) { console.error(...said) } }
    const vault = { kind: 'memory', get: async () => null, set: async () => {}, remove: async () => {} }
    const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => ({ cancel() {} }) }
    const core = createCore({ folder: ${JSON.stringify(join(folder, 'data'))}, vault, clock, log, random: Math.random, version: '0', systemLanguage: 'en' })
    await core.start()
    await core.call('consent.record', { number: '${ANA}', purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: 1, disclosure: 'Yes.', source: '' })
    const answer = await core.call('consent.evidence', { number: '${ANA}', format: 'pdf' })
    if (!answer.ok) throw new Error(answer.error.message)
    const text = readFileSync(core.files.path(answer.value.fileId)).toString('latin1')
    console.log(JSON.stringify({ fonts: [...text.matchAll(/FontName \\/[A-Z]+\\+([\\w-]+)/g)].map(([, name]) => name), verified: (await core.call('consent.verify', {})).value }))
    await core.stop()
    process.exit(0)`
  try {
    const file = join(folder, 'program.mjs')
    writeFileSync(file, program)
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', cwd: root })
    const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as unknown
    expect({ said, stderr }).toMatchObject({ said: { fonts: expect.arrayContaining([expect.stringContaining('Inter')]) as string[], verified: { events: 1, total: 0 } } })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
