import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import type { BulkEdit, Change } from '../../../shared/contract/people.ts'
import { useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { notifyDone, notifyUndo } from '../../ui/notify.tsx'

/** Does something to many and offers to take it back. */
export const useBulk = (onDone: (edit: BulkEdit) => void) => {
  const t = useWords('contacts')
  const p = useWords('people')
  const undo = useAction('people.undo', {
    onDone: ({ people, detail, state }) => { if (state === 'undone') notifyDone(detail.kind === 'remove' ? t('bulk.restored', { count: people }) : t('bulk.undone')) },
  })
  const words = ({ detail, people: count }: Change): string => {
    switch (detail.kind) {
      case 'tags':
        return detail.add[0] !== undefined ? t('bulk.tagged', { count, tag: detail.add[0] }) : t('bulk.untagged', { count, tag: detail.remove[0] ?? '' })
      case 'list':
        return t(detail.member ? 'bulk.listed' : 'bulk.unlisted', { count, list: detail.list })
      case 'set':
        return t('bulk.set', { count, field: p(`changes.field.${detail.field}`) })
      case 'custom':
        return t('bulk.set', { count, field: detail.label })
      case 'remove':
        return t('bulk.removed', { count })
      case 'merge':
        return ''
    }
  }
  const change = useAction('people.change', {
    onDone: (done, { edit }) => {
      onDone(edit)
      if (done.state === 'canceled') notifyDone(t('bulk.stopped'))
      else if (done.people === 0) notifyDone(t('bulk.nothing'))
      else notifyUndo(words(done), () => { undo.mutate({ id: done.id }) })
    },
  })
  return { run: (who: ContactChoice, edit: BulkEdit) => { change.mutate({ who, edit }) }, busy: change.isPending }
}
