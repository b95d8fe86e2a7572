import type { HandlersOf } from '../../../shared/contract/index.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Contact } from '../../../shared/contract/contacts.ts'
import type { Context } from '../context.ts'
import { deskZone, tellTime } from '../segments/moment.ts'
import { createPeopleThread } from '../segments/people-thread.ts'
import { checkCustom, customFields } from './fields.ts'
import { addList, addPeople, allLists, oneList, removeList, removePeople, renameList, undoRemoveList } from './lists.ts'
import { createPages } from './page.ts'
import { contactRows, contactWhole, idByNumber } from './rows.ts'
import { tagCounts, tagPeople } from './tags.ts'
import { purgeTrash, removePeopleToTrash, undoRemovePeople } from './trash.ts'
import { watchContacts } from './watch.ts'
import { addContact, saveContact, type Written } from './write.ts'

/** A book with more people than this is looked through on a thread of its own; in a smaller one nothing takes long. */
const SMALL_BOOK = 20_000

export const contactsHandlers = (context: Context): HandlersOf<'contacts' | 'lists'> => {
  const { db, clock } = context
  tellTime(db, () => ({ now: clock.now(), zone: deskZone() }))
  purgeTrash(db, clock.now())
  const watch = watchContacts(db)
  const pages = createPages(db, { watch })
  const thread = createPeopleThread(context, () => ({ now: clock.now(), zone: deskZone() }))
  context.onClose(() => thread.close())
  const isSmall = () => (db.prepare("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'contacts'), 0)").pluck().get() as number) <= SMALL_BOOK
  const moment = () => ({ now: clock.now(), country: context.settings().country })

  const written = (result: Written): Result<Contact> => {
    if (!result.ok) return context.problem(result.code, result.params, result.field)
    context.changed('contacts')
    const contact = contactWhole(db, result.id)
    return contact === null ? context.problem('not-found') : ok(contact)
  }

  /** Custom values as they are written down, or which of them does not fit its field. */
  const withCustom = <F extends { readonly custom?: Record<string, string> | undefined }>(fields: F, before: Readonly<Record<string, string>>, write: (fields: F) => Result<Contact>): Result<Contact> => {
    if (fields.custom === undefined) return write(fields)
    const checked = checkCustom(db, fields.custom, before, context.settings().country)
    if (checked.ok) return write({ ...fields, custom: checked.custom })
    const { field, value } = checked
    return context.problem(`field-not-${field.kind === 'text' ? 'choice' : field.kind}`, { label: field.label, value }, `custom.${field.key}`)
  }

  return {
    'contacts.page': async ({ filter, sort, offset, limit }) => {
      if (isSmall()) {
        const { ids, total } = await pages.page(filter, sort, offset, limit)
        return ok({ rows: contactRows(db, ids), total })
      }
      const answer = await thread.ask<'page'>({ kind: 'page', filter, sort, offset, limit, stamp: watch.stamp() })
      return answer.kind === 'page' ? ok({ rows: contactRows(db, answer.page.ids), total: answer.page.total }) : context.problem('segments-superseded')
    },

    'contacts.get': ({ id }) => {
      const contact = contactWhole(db, id)
      return contact === null ? context.problem('not-found') : ok(contact)
    },

    'contacts.findByNumber': ({ number }) => {
      const id = idByNumber(db, number)
      return ok(id === null ? null : { id })
    },

    'contacts.add': (fields) => withCustom(fields, {}, (checked) => written(addContact(db, checked, moment()))),
    'contacts.save': ({ id, ...fields }) =>
      withCustom(fields, fields.custom === undefined ? {} : (contactWhole(db, id)?.custom ?? {}), (checked) => written(saveContact(db, id, checked, moment()))),

    'contacts.remove': ({ who }) => {
      const result = removePeopleToTrash(db, who, clock.now())
      context.changed('contacts', 'lists')
      return ok(result)
    },

    'contacts.undoRemove': ({ undoId }) => {
      const restored = undoRemovePeople(db, undoId, clock.now())
      if (restored === 0) return context.problem('undo-gone')
      context.changed('contacts', 'lists')
      return ok({ restored })
    },

    'contacts.tag': ({ who, add, remove }) => {
      const changed = tagPeople(db, who, add, remove)
      if (changed > 0) context.changed('contacts')
      return ok({ changed })
    },

    'contacts.tags': async () => {
      const counted = isSmall() ? null : await thread.ask<'tags'>({ kind: 'tags' })
      return ok(counted?.kind === 'tags' ? counted.tags : tagCounts(db))
    },
    'contacts.fields': () => ok(customFields(db, context.settings().country)),

    'lists.all': async () => {
      const counted = isSmall() ? null : await thread.ask<'lists'>({ kind: 'lists' })
      return ok(counted?.kind === 'lists' ? counted.lists : allLists(db))
    },

    'lists.add': ({ name }) => {
      const list = addList(db, name, clock.now())
      if (list === null) return context.problem('list-exists', { name }, 'name')
      context.changed('lists')
      return ok(list)
    },

    'lists.rename': ({ id, name }) => {
      const outcome = renameList(db, id, name)
      switch (outcome) {
        case 'name-taken':
          return context.problem('list-exists', { name }, 'name')
        case 'not-found':
          return context.problem('not-found')
        case 'done': {
          context.changed('lists', 'contacts')
          const list = oneList(db, id)
          return list === null ? context.problem('not-found') : ok(list)
        }
      }
    },

    'lists.remove': ({ id }) => {
      const undoId = removeList(db, id, clock.now())
      if (undoId === null) return context.problem('not-found')
      context.changed('lists', 'contacts')
      return ok({ undoId })
    },

    'lists.undoRemove': ({ undoId }) => {
      const list = undoRemoveList(db, undoId)
      if (list === null) return context.problem('undo-gone')
      context.changed('lists', 'contacts')
      return ok(list)
    },

    'lists.addPeople': ({ id, who }) => {
      if (oneList(db, id) === null) return context.problem('not-found')
      const changed = addPeople(db, id, who)
      if (changed > 0) context.changed('lists', 'contacts')
      return ok({ changed })
    },

    'lists.removePeople': ({ id, who }) => {
      if (oneList(db, id) === null) return context.problem('not-found')
      const changed = removePeople(db, id, who)
      if (changed > 0) context.changed('lists', 'contacts')
      return ok({ changed })
    },
  }
}
