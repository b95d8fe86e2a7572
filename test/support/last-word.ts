/**
 * The whole program and a plain memory of what people said to it: whatever is done, no marketing message may leave for a
 * number whose last word was no. Acts go through the contract, words through the carrier, and what leaves is seen on its wire.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { ImportConsent } from '../../shared/contract/imports.ts'
import { memoryVault, scaledClock } from '../../electron/core/environment.ts'
import type { PracticeRequest } from '../../electron/core/practice/faults.ts'
import { startTestCore, type TestCore } from './core.ts'

/** Five numbers of people in fiction. */
export const people = ['+12025550101', '+12025550102', '+12025550103', '+12025550104', '+12025550105'] as const
const who = fc.nat(people.length - 1)
const crowd = fc.subarray([0, 1, 2, 3, 4], { minLength: 1 })
const STOPS = ['STOP', 'stop', 'ARRET', 'Arrêt', 'UNSUBSCRIBE', 'Cancel', 'OPT OUT', 'please stop texting me', 'ne m’envoyez plus de messages'] as const
const STARTS = ['START', 'Unstop', 'YES', 'OUI'] as const

export const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send' as const) }) },
  // Queued now, and leaving only when the day comes.
  { weight: 2, arbitrary: fc.record({ do: fc.constant('queue' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('day-comes' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('import' as const), who: crowd, says: fc.constantFrom('everybody' as const, 'yes' as const, 'no' as const, 'stop' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo-import' as const), which: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('text' as const), who, words: fc.oneof(fc.constantFrom(...STOPS), fc.constantFrom(...STARTS), fc.constantFrom('JOIN', 'thanks!', 'HELP')) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('record' as const), who, yes: fc.boolean(), method: fc.constantFrom('paper' as const, 'spoken' as const, 'purchase' as const, 'web-form' as const), daysAgo: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('add' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renumber' as const), who, other: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bulk' as const), what: fc.constantFrom('tag' as const, 'remove' as const, 'language' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), who, other: who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('verify' as const) }) },
)
export type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

/** What somebody said last, by when they said it: nothing else is remembered of them. */
type Words = { no: boolean; noAt: number; yesAt: number }
type Joined = { readonly change: number; readonly kept: string; readonly other: string; readonly at: number }

const OFFER = 'OFFER of the day'
const DAY_MS = 86_400_000
const CONSENT: Omit<ImportConsent, 'occurredAt'> = { purposes: ['marketing', 'service'], method: 'paper', disclosure: 'I agree to offers.', source: 'list', onlyWhereOptedIn: false, noMeans: 'refused' }

/** Plays acts on a program of its own. @returns what left although it must not, in words; none when all is well. */
export const playLastWord = async (acts: readonly Act[]): Promise<{ readonly wrong: readonly string[]; readonly offers: number }> => {
  const root = mkdtempSync(join(tmpdir(), 'deskbell-last-word-'))
  const clock = scaledClock(40)
  const vault = memoryVault()
  const words = new Map<string, Words>(people.map((number) => [number, { no: false, noAt: 0, yesAt: 0 }]))
  let joined: readonly Joined[] = []
  const wrong: string[] = []
  let offers = 0
  let step = -1

  /** Sees every message before the carrier answers: one it would refuse was tried all the same. */
  const watch = ({ operation, params }: PracticeRequest): null => {
    const number = params.get('To') ?? ''
    if (operation !== 'create' || !(params.get('Body') ?? '').includes(OFFER)) return null
    offers++
    const said = words.get(number)!
    const at = `act ${String(step)}, ${JSON.stringify(acts[step])}`
    if (said.no) wrong.push(`${number} said no last, and an offer left (${at})`)
    if (said.yesAt === 0) wrong.push(`${number} never said yes, and an offer left (${at})`)
    for (const { other, at: since } of joined.filter(({ kept }) => kept === number)) {
      const there = words.get(other)!
      if (there.no && Math.max(there.noAt, since) > said.yesAt) wrong.push(`${number} also has ${other}, said no there last, and an offer left (${at})`)
    }
    return null
  }
  const open = (folder: string): Promise<TestCore> => startTestCore({ folder, clock, vault, faults: watch })
  let folders = 0
  const nextFolder = (): string => {
    const folder = join(root, String(++folders))
    mkdirSync(folder)
    return folder
  }
  let folder = nextFolder()
  let desk = await open(folder)
  let db = desk.db()
  const idOf = (number: string) => db.prepare('SELECT id FROM contacts WHERE number = ?').pluck().get(number) as number | undefined
  const no = (number: string, at: number): void => void Object.assign(words.get(number)!, { no: true, noAt: at })
  const yes = (number: string, at: number): void => void Object.assign(words.get(number)!, { no: false, yesAt: at })
  const changes: number[] = []
  const imports: number[] = []
  const settled = () =>
    desk.until(() => {
      const waiting = db.prepare(`SELECT count(*) FROM messages WHERE status IN ('sending', 'unknown') OR (status = 'queued' AND due_at <= ?)`).pluck().get(clock.now()) as number
      if (waiting > 0) desk.core.wake()
      return waiting === 0
    })

  const approve = async (sendAt: number | null): Promise<void> => {
    const plan = { audience: { kind: 'everybody' as const }, purpose: 'marketing' as const, body: `${OFFER} ${String(step)}`, senderId: null }
    const { recipients } = await desk.call('campaigns.estimate', plan)
    if (recipients === 0) return
    const { id } = await desk.call('campaigns.saveDraft', { name: '', plan })
    await desk.call('campaigns.approve', { id, sendAt, expected: recipients })
  }
  const now = async (which: string): Promise<void> => {
    db.prepare(`UPDATE messages SET due_at = 0 WHERE status = 'queued' AND ${which}`).run()
    db.prepare('UPDATE batches SET starts_at = 0').run()
    desk.core.wake()
    await settled()
  }

  const play = async (one: Act): Promise<void> => {
    const at = clock.now()
    switch (one.do) {
      case 'send':
        await approve(null)
        return now(`due_at < ${String(at + DAY_MS / 2)}`)
      case 'queue':
        return approve(at + DAY_MS)
      case 'day-comes':
        return now('true')
      case 'import': {
        const path = join(root, `list-${String(step)}.csv`)
        const column = one.says === 'everybody' ? '' : one.says === 'stop' ? 'unsubscribed' : one.says
        writeFileSync(path, `Mobile,Name,Offers\n${one.who.map((index) => `${people[index]!},Person ${String(index)},${column}`).join('\n')}\n`)
        const { fileId } = desk.core.files.grant(path)
        const { reading } = await desk.call('imports.inspect', { fileId })
        const run = await desk.ask('imports.start', {
          fileId, reading, mapping: ['number', 'first-name', one.says === 'everybody' ? 'skip' : 'opt-in'], list: null, tags: [], onConflict: 'fill', consent: { ...CONSENT, occurredAt: at, onlyWhereOptedIn: one.says !== 'everybody' },
        })
        if (!run.ok) return
        await desk.until(async () => (await desk.call('imports.get', { id: run.value.id })).state === 'done')
        imports.push(run.value.id)
        for (const index of one.who) {
          const number = people[index]!
          if (one.says === 'no' || one.says === 'stop') no(number, at)
          // A list's yes is somebody's word where they have not said no; it never is one after a no.
          else if (!words.get(number)!.no) yes(number, at)
        }
        return
      }
      case 'undo-import': {
        const id = imports[one.which % Math.max(1, imports.length)]
        if (id === undefined || !(await desk.ask('imports.undo', { id })).ok) return
        await desk.until(async () => (await desk.call('imports.get', { id })).state === 'undone')
        return
      }
      case 'text': {
        const number = people[one.who]!
        const before = db.prepare('SELECT count(*) FROM inbound_messages').pluck().get() as number
        desk.carrier().injectInbound({ from: number, to: '+15005550006', body: one.words })
        // What they said counts from when it was said; only what leaves after Deskbell could know is its fault.
        await desk.call('inbox.look', {})
        await desk.until(() => (db.prepare('SELECT count(*) FROM inbound_messages').pluck().get() as number) > before)
        if ((STOPS as readonly string[]).includes(one.words)) no(number, clock.now())
        else if ((STARTS as readonly string[]).includes(one.words) && words.get(number)!.no) yes(number, clock.now())
        else if (one.words === 'JOIN') yes(number, clock.now())
        return settled()
      }
      case 'record': {
        const number = people[one.who]!
        const occurredAt = one.yes ? at - one.daysAgo * DAY_MS : at
        const answer = await desk.ask('consent.record', { number, purpose: 'marketing', state: one.yes ? 'opted-in' : 'opted-out', method: one.method, occurredAt, disclosure: one.yes ? 'I agree to offers.' : null, source: 'drawer' })
        if (!answer.ok) return
        const said = words.get(number)!
        if (!one.yes) no(number, occurredAt)
        // An old paper found in a drawer says nothing about a later no, and a sale is no wish.
        else if (!said.no || (occurredAt > said.noAt && one.method !== 'purchase')) yes(number, said.no ? occurredAt : Math.max(said.yesAt, occurredAt))
        return
      }
      case 'add':
        return void (await desk.ask('contacts.add', { number: people[one.who]!, firstName: `Person ${String(one.who)}` }))
      case 'renumber': {
        const id = idOf(people[one.who]!)
        if (id !== undefined) await desk.ask('contacts.save', { id, number: people[one.other]! })
        return
      }
      case 'bulk': {
        const edit = one.what === 'tag' ? { kind: 'tags' as const, add: ['regular'], remove: [] } : one.what === 'remove' ? { kind: 'remove' as const } : { kind: 'set' as const, field: 'language' as const, value: 'fr' }
        const answer = await desk.ask('people.change', { who: { filter: {} }, edit })
        if (answer.ok) changes.push(answer.value.id)
        return
      }
      case 'remove': {
        const id = idOf(people[one.who]!)
        if (id !== undefined) await desk.call('contacts.remove', { who: { ids: [id] } })
        return
      }
      case 'merge': {
        const [kept, other] = [people[one.who]!, people[one.other]!]
        const [keep, drop] = [idOf(kept), idOf(other)]
        if (keep === undefined || drop === undefined || keep === drop) return
        const answer = await desk.ask('people.merge', { keep, drop: [drop], fields: {} })
        if (!answer.ok) return
        changes.push(answer.value.id)
        const change = answer.value.id
        joined = [...joined, { change, kept, other, at: clock.now() }]
        return
      }
      case 'undo': {
        const id = changes[one.which % Math.max(1, changes.length)]
        if (id !== undefined && (await desk.ask('people.undo', { id })).ok) joined = joined.filter(({ change }) => change !== id)
        return
      }
      case 'erase': {
        const number = people[one.who]!
        const { otherNumbers } = await desk.call('people.eraseLook', { number })
        if (!(await desk.ask('people.erase', { number, lastFour: number.slice(-4) })).ok) return
        for (const gone of [number, ...otherNumbers]) {
          no(gone, clock.now())
          joined = joined.filter(({ kept, other }) => kept !== gone && other !== gone)
        }
        return
      }
      case 'restart':
        await desk.restart()
        return
      case 'kill': {
        // As the power leaves it: what is on the disk at this moment, without an orderly end.
        const next = nextFolder()
        cpSync(folder, next, { recursive: true, filter: (path) => !path.includes('lock') })
        await desk.end()
        folder = next
        desk = await open(folder)
        db = desk.db()
        return
      }
      case 'verify':
        if ((await desk.call('consent.verify', {})).total > 0) wrong.push('the records are not as they were written')
    }
  }

  try {
    // Faster than people are, so that many acts take little time.
    db.prepare('UPDATE senders SET segments_per_second = 50').run()
    await desk.call('inbox.saveKeyword', { word: 'JOIN', answer: '', tag: '', listId: null, optIn: 'marketing', disclosure: 'Text JOIN for offers.', againHours: 24, quiet: false, active: true })
    for (const one of acts) {
      step++
      await play(one)
    }
    // Whatever still waits gets its day.
    await now('true')
    await play({ do: 'send' })
    await play({ do: 'verify' })
    return { wrong, offers }
  } finally {
    await desk.end()
    rmSync(root, { recursive: true, force: true })
  }
}
