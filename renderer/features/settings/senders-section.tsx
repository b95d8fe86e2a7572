import { useState } from 'react'
import { Button, Group, NumberInput, Select, Stack } from '@mantine/core'
import { IconPlayerPause, IconRefresh } from '@tabler/icons-react'
import { senderKind, type Sender } from '../../../shared/contract/account.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from './section.tsx'

/** Segments a second: the owner's word wins over the kind's usual rate. */
const Speed = ({ sender }: { readonly sender: Sender }) => {
  const t = useWords('settings')
  const [speed, setSpeed] = useState<number | string | null>(null)
  const save = useAction('senders.save', { onDone: (_, { segmentsPerSecond: saved }) => { setSpeed((now) => (now === saved ? null : now)) } })
  const value = speed ?? sender.segmentsPerSecond
  const fits = typeof value === 'number' && value >= 0.1 && value <= 1000
  const commit = () => {
    if (fits && (value !== sender.segmentsPerSecond || save.isPending)) save.mutate({ id: sender.id, segmentsPerSecond: value })
    else if (fits) setSpeed(null)
  }
  return (
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
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  )
}

/** Segments a day; empty is no cap. */
const DailyCap = ({ sender }: { readonly sender: Sender }) => {
  const t = useWords('settings')
  const format = useFormat()
  const [typed, setTyped] = useState<number | string | null>(null)
  // What was typed while the last was being kept stays in the field.
  const save = useAction('senders.save', { onDone: (_, { dailyCap: saved }) => { setTyped((now) => (now === (saved ?? '') ? null : now)) } })
  const value = typed ?? sender.dailyCap ?? ''
  const fits = value === '' || (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10_000_000)
  const commit = () => {
    const dailyCap = value === '' ? null : Number(value)
    if (fits && typed !== null) save.mutate({ id: sender.id, dailyCap })
  }
  return (
    <NumberInput
      label={t('senders.cap')}
      placeholder={t('hours.noCap')}
      min={1}
      max={10_000_000}
      clampBehavior="none"
      allowDecimal={false}
      thousandSeparator={format.number(11_111).replaceAll('1', '')}
      value={value}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => { if (event.key === 'Enter') commit() }}
      error={fits ? undefined : t('senders.capWrong')}
      description={fits ? t('senders.used', { count: sender.usedToday }) : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  )
}

/** Why nothing leaves from here, and the way on. What the owner paused is no alarm. */
const Paused = ({ sender }: { readonly sender: Sender }) => {
  const t = useWords('settings')
  const resume = useAction('senders.resume')
  if (sender.pausedReason === null) return null
  const button = <Button size="compact-sm" loading={resume.isPending} onClick={() => { resume.mutate({ id: sender.id }) }}>{t('senders.resume')}</Button>
  return sender.pausedBy === 'owner'
    ? <Note><div className="note-line"><span>{sender.pausedReason} {t('senders.pausedWaits')}</span>{button}</div></Note>
    : <ProblemAlert problem={{ message: t('senders.paused'), fix: sender.pausedReason }} action={<div style={{ marginTop: 8 }}>{button}</div>} />
}

const SenderItem = ({ sender }: { readonly sender: Sender }) => {
  const t = useWords('settings')
  const format = useFormat()
  const save = useAction('senders.save')
  const pause = useAction('senders.pause')
  const address = sender.address.startsWith('+') ? format.phone(sender.address) : sender.address
  // Twilio names a number after itself unless its owner gave it a name.
  const name = /\d{4}|^$/.test(sender.name) ? '' : sender.name
  return (
    <li>
      <div className="sender-head">
        <strong>{address}</strong>
        {name === '' ? null : <span className="dim">{name}</span>}
        {sender.isDefault ? <Badge tone="neutral">{t('senders.default')}</Badge> : <Button size="compact-sm" onClick={() => { save.mutate({ id: sender.id, isDefault: true }) }}>{t('senders.makeDefault')}</Button>}
        {sender.pausedReason === null ? (
          <Button className="sender-pause" size="compact-sm" variant="subtle" loading={pause.isPending} leftSection={<IconPlayerPause size={14} aria-hidden />} onClick={() => { pause.mutate({ id: sender.id }) }}>{t('senders.pause')}</Button>
        ) : null}
      </div>
      <Paused sender={sender} />
      <Select label={t('senders.kind')} allowDeselect={false} data={senderKind.options.map((kind) => ({ value: kind, label: t(`senders.kinds.${kind}`) }))} value={sender.kind} onChange={(kind) => { if (kind !== null) save.mutate({ id: sender.id, kind }) }} />
      <Group grow align="flex-start">
        <Speed key={`${sender.kind}-${String(sender.segmentsPerSecond)}`} sender={sender} />
        <DailyCap sender={sender} />
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
        <p className="dim" style={{ margin: 0, fontSize: 13 }}>{t('senders.speedHelp')} {t('senders.capHelp')}</p>
        <Group><Button leftSection={<IconRefresh size={16} aria-hidden />} loading={refresh.isPending} onClick={() => { refresh.mutate({}) }}>{t('senders.refresh')}</Button></Group>
      </Stack>
    </Section>
  )
}
