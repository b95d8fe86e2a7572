import { useState } from 'react'
import { Button, Group, NumberInput, Select, Stack } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { senderKind, type Sender } from '../../../shared/contract/account.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from './section.tsx'

const SenderItem = ({ sender }: { readonly sender: Sender }) => {
  const t = useWords('settings')
  const format = useFormat()
  const [speed, setSpeed] = useState<number | string | null>(null)
  const save = useAction('senders.save', { onDone: () => { setSpeed(null) } })
  const resume = useAction('senders.resume')
  const value = speed ?? sender.segmentsPerSecond
  const fits = typeof value === 'number' && value >= 0.1 && value <= 1000
  const address = sender.address.startsWith('+') ? format.phone(sender.address) : sender.address
  // Twilio names a number after itself unless its owner gave it a name.
  const name = /\d{4}|^$/.test(sender.name) ? '' : sender.name
  const commit = () => {
    if (fits && value !== sender.segmentsPerSecond) save.mutate({ id: sender.id, segmentsPerSecond: value })
    else if (fits) setSpeed(null)
  }
  return (
    <li>
      <div className="sender-head">
        <strong>{address}</strong>
        {name === '' ? null : <span className="dim">{name}</span>}
        {sender.isDefault ? <Badge tone="neutral">{t('senders.default')}</Badge> : <Button size="compact-sm" onClick={() => { save.mutate({ id: sender.id, isDefault: true }) }}>{t('senders.makeDefault')}</Button>}
      </div>
      {sender.pausedReason === null ? null : (
        <ProblemAlert problem={{ message: t('senders.paused'), fix: sender.pausedReason }} action={<Button size="compact-sm" mt={8} onClick={() => { resume.mutate({ id: sender.id }) }}>{t('senders.resume')}</Button>} />
      )}
      <Group grow align="flex-start">
        <Select label={t('senders.kind')} allowDeselect={false} data={senderKind.options.map((kind) => ({ value: kind, label: t(`senders.kinds.${kind}`) }))} value={sender.kind} onChange={(kind) => { if (kind !== null) save.mutate({ id: sender.id, kind }) }} />
        <NumberInput
          label={t('senders.speed')}
          min={0.1}
          max={1000}
          clampBehavior="none"
          decimalScale={2}
          value={value}
          onChange={setSpeed}
          onBlur={commit}
          onKeyDown={(event) => { if (event.key === 'Enter') commit() }}
          error={fits ? undefined : t('senders.speedWrong')}
          description={fits ? t('senders.speedRate', { count: Math.round(value * 3600) }) : undefined}
        />
      </Group>
    </li>
  )
}

/** The numbers the messages come from. */
export const SendersSection = ({ senders }: { readonly senders: readonly Sender[] }) => {
  const t = useWords('settings')
  const refresh = useAction('senders.refresh')
  return (
    <Section id="senders" title={t('senders.title')} intro={t('senders.intro')}>
      <Stack gap="lg">
        {senders.length === 0 ? <p className="dim" style={{ margin: 0 }}>{t('senders.none')}</p> : <ul className="senders">{senders.map((sender) => <SenderItem key={sender.id} sender={sender} />)}</ul>}
        <p className="dim" style={{ margin: 0, fontSize: 13 }}>{t('senders.speedHelp')}</p>
        <Group><Button leftSection={<IconRefresh size={16} aria-hidden />} loading={refresh.isPending} onClick={() => { refresh.mutate({}) }}>{t('senders.refresh')}</Button></Group>
      </Stack>
    </Section>
  )
}
