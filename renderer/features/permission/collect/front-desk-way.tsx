import { useState } from 'react'
import { Checkbox, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core'
import type { CollectKept, FrontDeskFields } from '../../../../shared/contract/collect.ts'
import type { Language, Purpose } from '../../../../shared/contract/common.ts'
import type { Settings } from '../../../../shared/contract/settings.ts'
import { go } from '../../../app/routes.ts'
import { useAction, useCall } from '../../../api.ts'
import { useWords } from '../../../i18n/i18n.ts'
import { NextButton } from '../../../ui/next-button.tsx'
import { Note } from '../../../ui/problem-alert.tsx'

const PURPOSES = ['marketing', 'service'] as const satisfies readonly Purpose[]

const Setup = ({ kept, settings }: { readonly kept: CollectKept; readonly settings: Settings }) => {
  const t = useWords('collect')
  const u = useWords('ui')
  const [fields, setFields] = useState<FrontDeskFields>(kept.frontDesk)
  const [language, setLanguage] = useState<Language>(settings.language)
  const start = useAction('collect.saveFrontDesk', { onDone: () => { go({ screen: 'front-desk' }) } })
  const set = (change: Partial<FrontDeskFields>) => { setFields({ ...fields, ...change }) }
  // What is only suggested is not written down: it follows the name of the business.
  const word = (purpose: Purpose, text: string) => { set({ words: { ...fields.words, [language]: { ...fields.words[language], [purpose]: text === kept.suggested[language][purpose] ? '' : text } } }) }
  const offer = (purpose: Purpose, on: boolean) => { set({ purposes: PURPOSES.filter((one) => (one === purpose ? on : fields.purposes.includes(one))) }) }
  return (
    <form onSubmit={(event) => { event.preventDefault(); start.mutate({ ...fields, purposes: [...fields.purposes] }) }} style={{ maxWidth: 640 }}>
      <Stack gap="md">
        <p className="collect-lead" style={{ margin: 0 }}>{t('setup.lead')}</p>
        <fieldset className="collect-fieldset">
          <legend>{t('setup.offers')}</legend>
          <Stack gap="xs">
            {PURPOSES.map((purpose) => <Checkbox key={purpose} label={u(`purpose.${purpose}`)} description={u(`purposeHelp.${purpose}`)} checked={fields.purposes.includes(purpose)} onChange={(event) => { offer(purpose, event.currentTarget.checked) }} />)}
          </Stack>
        </fieldset>
        <fieldset className="collect-fieldset">
          <legend>{t('setup.wording')}</legend>
          <Stack gap="sm">
            <SegmentedControl aria-label={t('desk.language')} value={language} onChange={setLanguage} data={(['en', 'fr'] as const).map((value) => ({ value, label: u(`language.${value}`) }))} style={{ alignSelf: 'flex-start' }} />
            {fields.purposes.map((purpose) => (
              <Textarea key={purpose} label={u(`purpose.${purpose}`)} lang={language} autosize minRows={2} maxRows={8} maxLength={2000} value={fields.words[language][purpose] || kept.suggested[language][purpose]} onChange={(event) => { word(purpose, event.currentTarget.value) }} />
            ))}
          </Stack>
        </fieldset>
        <TextInput label={t('setup.leaveWord')} description={t('setup.leaveWordHelp')} maxLength={40} autoComplete="off" value={fields.leaveWord} onChange={(event) => { set({ leaveWord: event.currentTarget.value }) }} />
        <Note><p><strong>{t('setup.stopTitle')}</strong></p><p>{t('setup.stop')}</p></Note>
        <div><NextButton type="submit" loading={start.isPending} disabled={fields.purposes.length === 0}>{t('setup.start')}</NextButton></div>
      </Stack>
    </form>
  )
}

/** What the form at the desk offers, before it is turned to the customer. */
export const FrontDeskWay = () => {
  const { data: kept } = useCall('collect.kept', {})
  const { data: settings } = useCall('settings.get', {})
  return kept === undefined || settings === undefined ? null : <Setup kept={kept} settings={settings} />
}
