import type { HandlersOf } from '../../../shared/contract/index.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Contact } from '../../../shared/contract/contacts.ts'
import type { Context } from '../context.ts'
import { customFields } from './fields.ts'
import { addList, addPeople, allLists, oneList, removeList, removePeople, renameList, undoRemoveList } from './lists.ts'
import { createPages } from './page.ts'
import { contactRows, contactWhole, idByNumber } from './rows.ts'
import { tagCounts, tagPeople } from './tags.ts'
import { purgeTrash, removePeopleToTrash, undoRemovePeople } from './trash.ts'
import { watchContacts } from './watch.ts'
import { addContact, saveContact, type Written } from './write.ts'

export const contactsHandlers = (context: Context): HandlersOf<'contacts' | 'lists'> => {
  const { db, clock } = context
  purgeTrash(db, clock.now())
  const pages = createPages(db, watchContacts(db))
  const moment = () => ({ now: clock.now(), country: context.settings().country })

  const written = (result: Written): Result<Contact> => {
    if (!result.ok) return context.problem(result.code, result.params, result.field)
    context.changed('contacts')
    const contact = contactWhole(db, result.id)
    return contact === null ? context.problem('not-found') : ok(contact)
  }

  return {
    'contacts.page': ({ filter, sort, offset, limit }) => {
      const { ids, total } = pages.page(filter, sort, offset, limit)
      return ok({ rows: contactRows(db, ids), total })
    },

    'contacts.get': ({ id }) => {
      const contact = contactWhole(db, id)
      return contact === null ? context.problem('not-found') : ok(contact)
    },

    'contacts.findByNumber': ({ number }) => {
      const id = idByNumber(db, number)
      return ok(id === null ? null : { id })
    },

    'contacts.add': (fields) => written(addContact(db, fields, moment())),
    'contacts.save': ({ id, ...fields }) => written(saveContact(db, id, fields, moment())),

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

    'contacts.tags': () => ok(tagCounts(db)),
    'contacts.fields': () => ok(customFields(db)),

    'lists.all': () => ok(allLists(db)),

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
