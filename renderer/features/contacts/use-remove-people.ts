import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import { useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { notifyDone, notifyUndo } from '../../ui/notify.tsx'

/** Removes people and offers to take it back. */
export const useRemovePeople = (onRemoved: () => void) => {
  const t = useWords('contacts')
  const restore = useAction('contacts.undoRemove', { onDone: ({ restored }) => { notifyDone(t('bulk.restored', { count: restored })) } })
  const remove = useAction('contacts.remove', {
    onDone: ({ removed, undoId }) => {
      onRemoved()
      notifyUndo(t('bulk.removed', { count: removed }), () => { restore.mutate({ undoId }) })
    },
  })
  return { remove: (who: ContactChoice) => { remove.mutate({ who }) }, busy: remove.isPending }
}
