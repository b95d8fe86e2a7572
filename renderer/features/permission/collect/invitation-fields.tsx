import { Button, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Sender } from '../../../../shared/contract/account.ts'
import type { CollectKept } from '../../../../shared/contract/collect.ts'
import type { Settings } from '../../../../shared/contract/settings.ts'
import { keywordDisclosure } from '../../../../shared/collect/disclosure.ts'
import { proofOf } from '../../../../shared/collect/proof.ts'
import { hrefOf } from '../../../app/routes.ts'
import { useCall } from '../../../api.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/i18n.ts'
import { NextButton } from '../../../ui/next-button.tsx'
import { Note } from '../../../ui/problem-alert.tsx'
import { printed, type Invitation } from './use-invitation.ts'
import { useSignUpWords, type SignUpWord } from './use-sign-up-words.ts'

export type Ready = { readonly words: readonly SignUpWord[]; readonly numbers: readonly Sender[]; readonly settings: Settings; readonly kept: CollectKept }

/** What an invitation needs before there is anything to write: a word in use, and a number people can text. */
export const WhenReady = ({ children }: { readonly children: (ready: Ready) => ReactNode }) => {
  const t = useWords('collect')
  const words = useSignUpWords()?.filter(({ active }) => active)
  const { data: senders } = useCall('senders.all', {})
  const { data: settings } = useCall('settings.get', {})
  const { data: kept } = useCall('collect.kept', {})
  if (words === undefined || senders === undefined || settings === undefined || kept === undefined) return null
  if (words.length === 0) return <Stack align="flex-start"><p style={{ margin: 0 }}>{t('invite.needsWord')}</p><NextButton component="a" href={hrefOf({ screen: 'permission', part: 'collect', way: 'word' })}>{t('invite.makeWord')}</NextButton></Stack>
  const numbers = senders.filter(({ address }) => /^(\+[1-9][0-9]{6,14}|[0-9]{3,8})$/.test(address))
  if (numbers.length === 0) return <Note><p>{t('invite.noNumber')}</p></Note>
  return children({ words, numbers, settings, kept })
}

/** What a poster or form says, in the languages it is printed in. */
export const InvitationFields = ({ invitation, words, numbers, settings }: Omit<Ready, 'kept'> & { readonly invitation: Invitation }) => {
  const t = useWords('collect')
  const format = useFormat()
  const { fields, setText } = invitation
  const word = words.find(({ id }) => id === fields.keywordId)!
  const languages = printed(fields.language)
  const labelled = (label: string, language: 'en' | 'fr') => (languages.length > 1 ? `${label} (${t(`invite.inLanguage.${language}`)})` : label)
  return (
    <Stack gap="md">
      {words.length > 1 ? <Select label={t('invite.word')} allowDeselect={false} data={words.map(({ id, word: text }) => ({ value: String(id), label: text }))} value={String(fields.keywordId)} onChange={(value) => { const next = words.find(({ id }) => String(id) === value); if (next !== undefined) invitation.setWord(next) }} /> : null}
      {numbers.length > 1 ? <Select label={t('invite.number')} allowDeselect={false} data={numbers.map(({ address }) => ({ value: address, label: format.phone(address) }))} value={fields.number} onChange={(value) => { if (value !== null) invitation.set({ number: value }) }} /> : null}
      <div>
        <Text size="sm" fw={600} mb={4}>{t('invite.language')}</Text>
        <SegmentedControl fullWidth aria-label={t('invite.language')} value={fields.language} onChange={invitation.setLanguage} data={(['en', 'fr', 'both'] as const).map((value) => ({ value, label: t(`invite.languages.${value}`) }))} />
      </div>
      {languages.map((language) => (
        <Stack key={language} gap="sm">
          <TextInput label={labelled(t('invite.headline'), language)} lang={language} maxLength={80} value={fields.headline[language]} onChange={(event) => { setText('headline', language, event.currentTarget.value) }} />
          <Textarea label={labelled(t('invite.benefit'), language)} lang={language} autosize minRows={2} maxRows={4} maxLength={200} value={fields.benefit[language]} onChange={(event) => { setText('benefit', language, event.currentTarget.value) }} />
          <Textarea label={labelled(t('invite.disclosure'), language)} lang={language} autosize minRows={4} maxRows={10} maxLength={990} value={fields.disclosure[language]} onChange={(event) => { setText('disclosure', language, event.currentTarget.value) }} />
          {fields.disclosure[language] === keywordDisclosure(word.optIn, language, settings.businessName, word.word) ? null : <Button variant="subtle" size="compact-sm" style={{ alignSelf: 'flex-start' }} onClick={() => { invitation.suggest(language) }}>{t('invite.suggested')}</Button>}
        </Stack>
      ))}
      {proofOf(fields) === word.disclosure ? null : <Note><p>{t('invite.changesWord', { word: word.word })}</p></Note>}
    </Stack>
  )
}
