import { go } from '../../app/routes.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { beginWith } from './bring-files.ts'
import { useImportStore } from './use-import-store.ts'

/** On to the next of the files that were dropped together; nothing when there is none. */
export const NextFile = () => {
  const t = useWords('imports')
  const waiting = useImportStore((state) => state.waiting)
  const [first] = waiting
  if (first === undefined) return null
  return <NextButton onClick={() => { go({ screen: 'import' }); void beginWith(waiting) }}>{t('next', { name: first.name })}</NextButton>
}
