import { writeFileSync } from 'node:fs'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { BulkEdit, Change, ExportDone } from '../../../shared/contract/people.ts'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { consentEventCount } from '../consent/erase.ts'
import { otherNumbers } from '../consent/joined.ts'
import { beginBulk, bulkStep, chooseForBulk, detailOf, endBulk } from '../contacts/bulk.ts'
import { changesPage, findChange, purgeChanges, recoverChanges, setChangeState, toChange, type StoredChange } from '../contacts/changes.ts'
import { forgetDifferent, rememberDifferent, shownGroups, type Found } from '../contacts/duplicates.ts'
import { mergedInto, mergePeople, undoMerge } from '../contacts/merge.ts'
import { markReachable, reachOf, unreachablePage } from '../contacts/reach.ts'
import { idByNumber } from '../contacts/rows.ts'
import { TRASH_MS } from '../contacts/trash-time.ts'
import type { Context } from '../context.ts'
import { listBackups } from '../database/backups.ts'
import { importRowsAbout, importRunning } from '../imports/person.ts'
import { exchangedCounts, giveMessages, giveMessagesBack, leaveOut, messagesOfContact } from '../sending/person.ts'
import { whomOf } from './erase.ts'
import { exportWords } from './export-words.ts'
import { createJobs, type Ended } from './jobs.ts'
import { personFile } from './person-file.ts'

/** Up to so many chosen by hand are changed without a thread: a few hundredths of a second. */
const AT_ONCE = 200

/** What is done to people of the book beyond one's own fields: see docs/architecture.md, care. */
export const careHandlers = (context: Context): HandlersOf<'people'> => {
  const { db, clock, log } = context
  const jobs = createJobs(context)
  recoverChanges(db)
  purge(context)
  let found: (Found & { readonly at: number }) | null = null

  const everything = () => context.changed('contacts', 'lists', 'people')
  const shown = (id: number): Result<Change> => {
    const change = findChange(db, id)
    return change === null ? context.problem('not-found') : ok(toChange(db, change))
  }
  /** What a job's bad end is to the person; null when it ended well. */
  const badEnd = (ended: Ended): ReturnType<Context['problem']> | null => {
    if (ended.kind === 'stopped') return context.problem('people-stopped')
    if (ended.kind !== 'failed') return null
    if (ended.code === 'ENOSPC' || ended.code === 'SQLITE_FULL') return context.problem('disk-full')
    if (ended.code === 'too-many-rows') return context.problem('export-too-many-rows')
    if (ended.code === 'sending') return context.problem('erase-sending')
    if (ended.code === 'gone') return context.problem('not-found')
    throw Object.assign(new Error(ended.message), { code: ended.code })
  }

  const change = async (who: ContactChoice, edit: BulkEdit): Promise<Result<Change>> => {
    if (jobs.busy('change', 'undo', 'erase')) return context.problem('people-busy')
    if (edit.kind === 'set' && edit.field === 'language' && !['', 'en', 'fr'].includes(edit.value)) return context.problem('people-language', {}, 'value')
    const detail = detailOf(db, edit)
    if (detail === null) return context.problem(edit.kind === 'list' ? 'people-list-gone' : 'people-field-gone')
    const begun = beginBulk(db, detail, clock.now())
    if ('ids' in who && who.ids.length <= AT_ONCE) {
      chooseForBulk(db, who)
      while (bulkStep(db, begun, AT_ONCE) > 0);
      endBulk(db, begun.id, 'done')
    } else {
      const bad = badEndOfChange(await jobs.run('change', { kind: 'change', changeId: begun.id, who }), begun.id, 'interrupted')
      if (bad !== null) return bad
    }
    everything()
    return shown(begun.id)
  }
  /** A change that was stopped is not a failure: its state says so. */
  const badEndOfChange = (ended: Ended, id: number, left: 'interrupted' | 'partly-undone'): ReturnType<Context['problem']> | null => {
    if (ended.kind === 'failed') {
      setChangeState(db, id, left)
      everything()
    }
    return ended.kind === 'stopped' ? null : badEnd(ended)
  }

  const undo = async (stored: StoredChange): Promise<Result<Change>> => {
    if (jobs.busy('change', 'undo', 'erase')) return context.problem('people-busy')
    const now = clock.now()
    if (!['done', 'interrupted', 'partly-undone'].includes(stored.state) || now - stored.at > TRASH_MS) return context.problem('people-not-undoable')
    if (stored.detail.kind === 'merge') {
      db.transaction(() => {
        const merged = mergedInto(db, stored)
        undoMerge(db, stored, now)
        for (const { keep, dropped, number } of merged) giveMessagesBack(db, keep, idByNumber(db, number) ?? dropped, number)
      }).immediate()
      context.changed('messages', 'consent')
    } else {
      setChangeState(db, stored.id, 'undoing')
      const bad = badEndOfChange(await jobs.run('undo', { kind: 'undo', changeId: stored.id }), stored.id, 'partly-undone')
      if (bad !== null) return bad
    }
    everything()
    return shown(stored.id)
  }

  const eraseBlocked = () => jobs.busy('change', 'undo', 'duplicates', 'export', 'erase') || importRunning(db)

  return {
    'people.change': ({ who, edit }) => change(who, edit),
    'people.changes': (stretch) => ok(changesPage(db, stretch)),
    'people.undo': async ({ id }) => {
      const stored = findChange(db, id)
      return stored === null ? context.problem('not-found') : undo(stored)
    },
    'people.stop': ({ id }) => ok({ stopped: jobs.stop(id) }),
    'people.jobs': () => ok(jobs.all()),

    'people.duplicates': ({ offset, limit }) => {
      const looking = jobs.busy('duplicates')
      if (found === null) return ok({ rows: [], total: 0, lookedAt: null, looking, more: false })
      const rows = shownGroups(db, found.groups.slice(offset, offset + limit)).map((group) => ({ ...group, people: group.people.map((person) => ({ ...person, messages: messagesOfContact(db, person.id) })) }))
      return ok({ rows, total: found.groups.length, lookedAt: found.at, looking, more: found.more })
    },
    'people.findDuplicates': async () => {
      if (jobs.busy('duplicates')) return context.problem('people-busy')
      const ended = await jobs.run('duplicates', { kind: 'duplicates' })
      const bad = badEnd(ended)
      if (bad !== null) return bad
      if (ended.kind === 'found') found = { ...ended.found, at: clock.now() }
      context.changed('people')
      return ok({ groups: found?.groups.length ?? 0 })
    },
    'people.merge': ({ keep, drop, fields }) => {
      if (jobs.busy('change', 'undo', 'erase')) return context.problem('people-busy')
      const merged = db
        .transaction(() => {
          const done = mergePeople(db, { keep, drop, fields }, clock.now())
          if (done !== null) for (const id of new Set(drop)) giveMessages(db, id, keep)
          return done
        })
        .immediate()
      if (merged === null) return context.problem('merge-gone')
      dismiss([keep, ...drop])
      everything()
      context.changed('messages', 'consent')
      return shown(merged.changeId)
    },
    'people.notSame': ({ ids }) => {
      const remembered = rememberDifferent(db, ids)
      dismiss(ids)
      context.changed('people')
      return ok({ remembered })
    },
    'people.maybeSame': ({ ids }) => {
      const forgotten = forgetDifferent(db, ids)
      if (found !== null) found = { ...found, groups: [{ ids, reasons: ['same-name'] }, ...found.groups] }
      context.changed('people')
      return ok({ forgotten })
    },
    'people.otherNumbers': ({ contactId }) => {
      const number = db.prepare('SELECT number FROM contacts WHERE id = ?').pluck().get(contactId) as string | undefined
      return ok(number === undefined ? [] : otherNumbers(db, number))
    },

    'people.export': async ({ who, format, columns, encoding, delimiter }): Promise<Result<ExportDone>> => {
      const { language } = context.settings()
      const file = context.files.create(`${exportWords[language].file}-${new Date(clock.now()).toISOString().slice(0, 10)}.${format}`)
      const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
      const ended = await jobs.run('export', { kind: 'export', plan: { who, format, columns, encoding, delimiter, language, zone, path: file.path } })
      const bad = badEnd(ended)
      if (bad !== null) return bad
      return ended.kind === 'exported' ? ok({ file: file.done(), ...ended.exported }) : context.problem('internal')
    },

    'people.file': ({ number }) => {
      const { language, businessName } = context.settings()
      const text = personFile(db, number, { now: clock.now(), language, business: businessName })
      if (text === null) return context.problem('person-unknown')
      // Not the number in the name: file names travel further than files.
      const file = context.files.create(`${language === 'fr' ? 'donnees' : 'data'}-${number.slice(-4)}-${new Date(clock.now()).toISOString().slice(0, 10)}.json`)
      writeFileSync(file.path, text)
      return ok(file.done())
    },
    'people.eraseLook': ({ number }) => {
      const { numbers, ids, entries } = whomOf(db, [number])
      const contactId = idByNumber(db, number)
      const entry = entries.find(({ id }) => id === contactId) ?? entries[0]
      return ok({
        contactId,
        name: entry === undefined ? '' : `${entry.firstName} ${entry.lastName}`.trim(),
        otherNumbers: numbers.filter((one) => one !== number),
        ...exchangedCounts(db, numbers),
        importRows: importRowsAbout(db, numbers, ids).length,
        consentEvents: numbers.reduce((sum, one) => sum + consentEventCount(db, one), 0),
        backups: listBackups(context.folder).length,
      })
    },
    'people.erase': async ({ number, lastFour }) => {
      if (lastFour.replaceAll(/\D/g, '') !== number.slice(-4)) return context.problem('erase-digits', {}, 'lastFour')
      if (eraseBlocked()) return context.problem('erase-busy')
      const whom = whomOf(db, [number])
      db.transaction(() => { leaveOut(db, whom.numbers, whom.ids, clock.now()) }).immediate()
      const { databaseFile, folder, nativeBinding } = context
      const ended = await jobs.run('erase', { kind: 'erase', task: { number, databaseFile, folder, nativeBinding, now: clock.now() } })
      found = null
      context.changed('contacts', 'lists', 'people', 'consent', 'imports', 'campaigns', 'messages')
      const bad = badEnd(ended)
      if (bad !== null) return bad
      if (ended.kind !== 'erased') return context.problem('internal')
      log.info('people.erased', { backups: ended.erased.backupsRewritten, removed: ended.erased.backupsRemoved })
      return ok(ended.erased)
    },

    'people.unreachable': (asked) => ok(unreachablePage(db, asked)),
    'people.reach': ({ number }) => ok(reachOf(db, number)),
    'people.markReachable': ({ who }) => {
      const changed = markReachable(db, who)
      if (changed > 0) context.changed('people', 'contacts')
      return ok({ changed })
    },
  }

  /** These were decided about: they are not shown again before the next search. */
  function dismiss(ids: readonly number[]): void {
    if (found === null) return
    const gone = new Set(ids)
    found = { ...found, groups: found.groups.filter((group) => group.ids.filter((id) => gone.has(id)).length < 2) }
  }
}

/** What is older than 30 days goes a little at a time, since a change may have touched a million people. */
const purge = (context: Context): void => {
  let ended = false
  context.onClose(() => void (ended = true))
  const next = (): void => {
    if (!ended && purgeChanges(context.db, context.clock.now())) context.clock.after(50, next)
  }
  context.clock.after(5_000, next)
}
