import { useState } from 'react'
import { Select, Stack } from '@mantine/core'
import { callKey, queryClient, useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Note } from '../../ui/problem-alert.tsx'
import { Section } from './section.tsx'

const choices = [1, 7, 30, 90, 365] as const

/** Whether, and when, messages are emptied at the carrier. */
export const CarrierSection = () => {
  const t = useWords('settings')
  const [asked, setAsked] = useState<number | null>(null)
  const { data } = useCall('messages.redaction', {})
  const save = useAction('messages.saveRedaction', {
    onDone: (kept) => {
      setAsked(null)
      queryClient.setQueryData(callKey('messages.redaction', {}), kept)
      notifyDone(t('saved'))
    },
  })
  // Its place is there before what stands in it: whoever comes by an address is brought to it.
  if (data === undefined) return <Section id="carrier" title={t('carrier.title')} intro={t('carrier.intro')}>{null}</Section>
  const days = choices.some((one) => one === data.days) || data.days === null ? choices : [...choices, data.days].sort((one, other) => one - other)
  const pick = (value: string | null) => {
    const wanted = value === null || value === 'never' ? null : Number(value)
    if (wanted === data.days) return
    // Longer or never takes nothing away; sooner does, for good.
    if (wanted === null || (data.days !== null && wanted > data.days)) save.mutate({ days: wanted })
    else setAsked(wanted)
  }
  return (
    <Section id="carrier" title={t('carrier.title')} intro={t('carrier.intro')}>
      <Stack gap="md">
        <Select
          label={t('carrier.keep')} description={t('carrier.help')} allowDeselect={false} maw={420} value={data.days === null ? 'never' : String(data.days)}
          data={[{ value: 'never', label: t('carrier.never') }, ...days.map((count) => ({ value: String(count), label: t('carrier.days', { count }) }))]} onChange={pick}
        />
        {data.left === 0 ? null : <Note>{t('carrier.left', { count: data.left })}</Note>}
      </Stack>
      <ConfirmDialog opened={asked !== null} title={t('carrier.confirmTitle')} confirm={t('carrier.confirm')} busy={save.isPending} onConfirm={() => { if (asked !== null) save.mutate({ days: asked }) }} onClose={() => { setAsked(null) }}>
        {t('carrier.help')}
      </ConfirmDialog>
    </Section>
  )
}
