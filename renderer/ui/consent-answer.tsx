import { Button, Group } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed, IconCopy, IconHandStop } from '@tabler/icons-react'
import type { CheckedNumber, CheckedPurpose } from '../../shared/contract/consent.ts'
import { sentenceOf } from '../../shared/rules/evidence/words.ts'
import { call } from '../api.ts'
import { useFormat, type Format } from '../i18n/format.ts'
import { languageNow, useWords } from '../i18n/i18n.ts'
import { notifyDone } from './notify.tsx'
import { SaveFileButton } from './save-file-button.tsx'
import './consent.css'

const sentence = (told: CheckedPurpose, found: CheckedNumber, format: Format): string =>
  sentenceOf(told, found.name === '' ? format.phone(found.number) : found.name, languageNow(), (at) => format.longDate(at))

/** May this person be texted, for what, since when: a sentence for each purpose. */
export const MayText = ({ found }: { readonly found: CheckedNumber }) => {
  const u = useWords('ui')
  const format = useFormat()
  return (
    <ul className="may">
      {found.purposes.map((told) => {
        const Icon = told.may ? IconCircleCheck : told.reason === 'never-said' ? IconCircleDashed : IconHandStop
        return (
          <li key={told.purpose} data-may={told.may ? 'yes' : told.reason === 'never-said' ? 'none' : 'no'}>
            <Icon size={24} stroke={1.75} aria-hidden />
            <div>
              <h3>{u(`purpose.${told.purpose}`)}</h3>
              <p>{sentence(told, found, format)}</p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** The evidence as a file, or the answer as words to put elsewhere. */
export const EvidenceButtons = ({ found }: { readonly found: CheckedNumber }) => {
  const t = useWords('evidence')
  const format = useFormat()
  const copy = () => {
    const text = [`${found.name === '' ? '' : `${found.name}, `}${format.phone(found.number)}`, ...found.purposes.map((told) => sentence(told, found, format))].join('\n')
    void navigator.clipboard.writeText(text).then(() => { notifyDone(t('copied')) })
  }
  return (
    <Group gap="xs">
      <SaveFileButton label={t('pdf')} write={() => call('consent.evidence', { number: found.number, format: 'pdf' })} />
      <SaveFileButton label={t('json')} write={() => call('consent.evidence', { number: found.number, format: 'json' })} />
      <Button variant="subtle" leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>{t('copy')}</Button>
    </Group>
  )
}
