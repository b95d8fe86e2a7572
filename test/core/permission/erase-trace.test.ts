import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backUp } from '../../../electron/core/database/backups.ts'
import { openDatabase } from '../../../electron/core/database/open.ts'
import { createFileLog } from '../../../electron/core/logging/log.ts'
import { startTestCore } from '../../support/core.ts'

/** Every file of a folder, with its bytes. */
const filesOf = (folder: string): readonly (readonly [string, Buffer])[] =>
  readdirSync(folder, { recursive: true }).flatMap((name) => {
    const path = join(folder, String(name))
    return statSync(path).isFile() ? [[String(name), readFileSync(path)] as const] : []
  })

/** The ways in which people and files write a number. */
const formsOf = (number: string): readonly string[] => {
  const digits = number.slice(1)
  if (digits.startsWith('33')) {
    const pairs = `0${digits.slice(3)}`.match(/../g)!
    const own = [digits[2], ...digits.slice(3).match(/../g)!]
    return [digits, digits.slice(2), pairs.join(' '), pairs.join('.'), pairs.join(''), `+33 ${own.join(' ')}`]
  }
  const [area, office, line] = [digits.slice(1, 4), digits.slice(4, 7), digits.slice(7)]
  return [digits, digits.slice(1), `(${area!}) ${office!}-${line!}`, `${area!}-${office!}-${line!}`, `${area!} ${office!} ${line!}`, `${area!}.${office!}.${line!}`, `+1 ${area!} ${office!} ${line!}`]
}

/** Nobody is called this, and no word of the program's begins so. */
const odd = fc.constantFrom('quast', 'zephyr', 'brimb', 'flibb', 'wrangl').chain((head) => fc.string({ unit: fc.constantFrom(...'bcdfghklmnprstvwxz'), minLength: 7, maxLength: 7 }).map((tail) => head + tail))
const person = fc.record({
  number: fc.constantFrom('+12025550187', '+33639981234'), former: fc.constantFrom('+12025550188', '+33639981235'), other: fc.constantFrom('+12025550189', '+33639981236'),
  firstName: odd, lastName: fc.oneof(odd, odd.map((one) => `Ž${one}ová`), odd.map((one) => `Ελένη${one}`)), email: odd, note: odd, custom: odd, tag: odd, words: odd, sent: odd, source: odd, doubted: odd, picture: odd,
  merged: fc.boolean(), renumbered: fc.boolean(), removed: fc.boolean(), restarted: fc.boolean(),
})

test('erasing leaves nothing of a person but the keyed hash: in no file of the program', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(person, async (who) => {
      const root = mkdtempSync(join(tmpdir(), 'deskbell-trace-'))
      const folder = join(root, 'data')
      mkdirSync(folder)
      const log = createFileLog(folder)
      const desk = await startTestCore({ folder, log })
      try {
        const db = desk.db()
        const { clock } = desk
        const record = (number: string, state: 'opted-in' | 'opted-out', source: string) =>
          desk.call('consent.record', { number, purpose: 'marketing', state, method: 'paper', occurredAt: clock.now() - 1000, disclosure: state === 'opted-in' ? 'Yes, news please.' : null, source })
        const bystander = await desk.call('contacts.add', { number: '+12025550111', firstName: 'Bystander' })
        await record('+12025550111', 'opted-in', 'form')

        // In from a file, as somebody wrote the number there, once more in a row that could not be read.
        const path = join(root, 'list.csv')
        writeFileSync(path, `Mobile,First,Last,Email,Notes,Pet\n"${formsOf(who.number).at(-1)!}",${who.firstName},${who.lastName},${who.email}@example.com,${who.note},${who.custom}\nnot a number,${who.firstName},${who.lastName},${who.email}@example.com,,\n`)
        const { fileId } = desk.core.files.grant(path)
        const { reading } = await desk.call('imports.inspect', { fileId })
        const run = await desk.call('imports.start', {
          fileId, reading, mapping: ['number', 'first-name', 'last-name', 'email', 'notes', 'custom'], list: null, tags: [], onConflict: 'fill',
          consent: { purposes: ['marketing', 'service'], method: 'paper', occurredAt: clock.now(), disclosure: 'Yes.', source: 'forms', onlyWhereOptedIn: false },
        })
        await desk.until(async () => (await desk.call('imports.get', { id: run.id })).state === 'done')
        const { id } = (await desk.call('contacts.findByNumber', { number: who.number }))!
        await desk.call('contacts.tag', { who: { ids: [id] }, add: [who.tag], remove: [] })
        await record(who.number, 'opted-in', `binder of ${who.source}`)

        // Messages both ways, with a picture.
        const draft = await desk.call('campaigns.saveDraft', { name: 'Sale', plan: { audience: { kind: 'everybody' }, purpose: 'marketing', body: 'Dear {{ first_name | default: "you" }} {{ last_name }}' } })
        await desk.call('campaigns.approve', { id: draft.id, sendAt: null, expected: 2 })
        db.prepare('UPDATE messages SET due_at = 0').run()
        db.prepare('UPDATE batches SET starts_at = 0').run()
        desk.core.wake()
        await desk.until(async () => (await desk.call('messages.counts', { filter: {} })).delivered === 2)
        desk.carrier().injectInbound({ from: who.number, to: '+15005550006', body: `please stop, ${who.words}`, media: [{ contentType: 'image/jpeg', data: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(who.picture)]) }] })
        await desk.call('inbox.look', {})
        await desk.until(() => db.prepare(`SELECT count(*) FROM attachments WHERE state = 'here'`).pluck().get() === 1)
        if ((await desk.ask('inbox.answer', { number: who.number, body: `Of course, ${who.sent}` })).ok) await desk.until(() => db.prepare(`SELECT count(*) FROM messages WHERE status IN ('accepted', 'sent', 'delivered')`).pluck().get() === 3)

        // What permission keeps: a question, a doubt, a confirmation.
        db.prepare(`INSERT OR IGNORE INTO opt_in_requests (number, purpose, language, method, source, occurred_at, asked_at, expires_at, state) VALUES (?, 'service', 'en', 'paper', ?, 6, 7, 8, 'waiting')`).run(who.number, `card of ${who.source}`)
        db.prepare('INSERT OR REPLACE INTO suspensions (number, inbound_id, found, since_at) VALUES (?, 1, ?, 7)').run(who.number, `stop ${who.doubted}`)
        db.prepare('INSERT OR IGNORE INTO opt_out_confirmations (event_id, number, message_id, at) VALUES (1, ?, 1, 7)').run(who.number)

        await backUp({ folder: join(folder, 'practice'), nativeBinding: undefined, now: clock.now() })
        if (who.renumbered) {
          await desk.call('contacts.save', { id, number: who.former })
          await desk.call('contacts.save', { id, number: who.number })
        }
        if (who.merged) {
          const { id: drop } = await desk.call('contacts.add', { number: who.other, firstName: who.firstName, email: `${who.email}@example.com` })
          await desk.call('people.merge', { keep: id, drop: [drop], fields: {} })
        }
        await desk.call('people.change', { who: { ids: [id] }, edit: { kind: 'custom', key: 'pet', value: `${who.custom} the second` } })
        if (who.removed) await desk.call('contacts.remove', { who: { ids: [id] } })
        await backUp({ folder: join(folder, 'practice'), nativeBinding: undefined, now: clock.now() + 5 })
        await desk.call('consent.verify', {})
        for (const format of ['pdf', 'json'] as const) await desk.call('consent.evidence', { number: who.number, format })
        await desk.call('people.file', { number: who.number })
        if (who.restarted) await desk.restart()

        const numbers = [who.number, ...(who.merged ? [who.other] : []), ...(who.renumbered ? [who.former] : [])]
        const needles = [...numbers.flatMap(formsOf), who.firstName, who.lastName, who.email, who.note, who.custom, who.tag, who.words, who.sent, who.source, who.doubted, who.picture]
        const holds = (bytes: Buffer, needle: string): boolean =>
          [needle, needle.normalize('NFD'), needle.toLowerCase(), needle.replace(/^./, (one) => one.toUpperCase())].some((form) => bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le')))
        const before = filesOf(folder)
        // Or looking for them proves nothing. What was never answered was never sent.
        for (const needle of [who.number.slice(1), who.firstName, who.email, who.note, who.custom, who.words, who.source, who.doubted, who.picture]) expect({ needle, there: before.some(([, bytes]) => holds(bytes, needle)) }).toEqual({ needle, there: true })

        expect(await desk.call('people.erase', { number: who.number, lastFour: who.number.slice(-4) })).toEqual({ backupsRewritten: 2, backupsRemoved: 0, restAtClose: false })
        await desk.until(() => readdirSync(join(folder, 'practice', 'attachments')).length === 0)
        for (const moment of ['erased', 'closed'] as const) {
          if (moment === 'closed') await desk.restart()
          for (const [name, bytes] of filesOf(folder)) {
            const left = needles.filter((needle) => holds(bytes, needle))
            expect({ moment, name, left }).toEqual({ moment, name, left: [] })
          }
        }
        // What stays: the hash, in the book and in each backup, and records of everybody else that verify.
        for (const file of [join(folder, 'practice', 'book.sqlite'), ...readdirSync(join(folder, 'practice', 'backups')).map((name) => join(folder, 'practice', 'backups', name))]) {
          const copy = openDatabase(file)
          expect(copy.prepare('SELECT count(*) FROM suppressions').pluck().get()).toBeGreaterThanOrEqual(who.merged ? 2 : 1)
          for (const table of ['opt_in_requests', 'suspensions', 'opt_out_confirmations', 'erasing']) expect(copy.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
          copy.close()
        }
        expect(await desk.call('consent.verify', {})).toMatchObject({ total: 0, events: 1 })
        expect(await desk.call('contacts.get', { id: bystander.id })).toMatchObject({ marketing: 'opted-in' })
      } finally {
        await desk.end()
        await log.close()
        rmSync(root, { recursive: true, force: true })
      }
    }),
    { numRuns: Number(process.env['DESKBELL_TRACE_RUNS'] ?? 2), endOnFailure: true },
  )
})
