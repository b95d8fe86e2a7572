import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { partNames } from '../../../shared/messages/part-names.ts'
import type { Excess, Part } from '../../../shared/rules/programme-words.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'

/** What a text must say, each with whether it does; and what must come out of it. */
export const PartsList = ({ required, missing, excess = [] }: { readonly required: readonly Part[]; readonly missing: readonly Part[]; readonly excess?: readonly Excess[] }) => {
  const t = useWords('asking')
  const names = partNames[languageNow()]
  const line = (part: Part | Excess, state: 'there' | 'missing' | 'excess') => (
    <li key={part} data-state={state}>
      {state === 'there' ? <IconCheck size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}
      <span><span className={state === 'there' ? 'visually-hidden' : undefined}>{t(state === 'there' ? 'messages.has' : state === 'missing' ? 'messages.lacks' : 'messages.takeOut')} </span>{names[part]}</span>
    </li>
  )
  return (
    <ul className="parts" aria-label={t('messages.holds')}>
      {required.map((part) => line(part, missing.includes(part) ? 'missing' : 'there'))}
      {excess.map((part) => line(part, 'excess'))}
    </ul>
  )
}
