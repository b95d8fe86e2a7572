import { Checkbox, Chip, Group, NumberInput, Select, Switch } from '@mantine/core'
import type { InboxSettings } from '../../../shared/contract/inbox.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'

/** Sunday, 1 November 2026: a week of names from there. */
const SUNDAY = Date.UTC(2026, 10, 1, 12)

const useDays = () => {
  const { locale } = useFormat()
  const name = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  // Monday first, as shops count.
  return [1, 2, 3, 4, 5, 6, 0].map((day) => ({ day, name: name.format(SUNDAY + day * 86_400_000) }))
}

const useHalfHours = () => {
  const { locale } = useFormat()
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' })
  return Array.from({ length: 48 }, (_, index) => ({ value: String(index * 30), label: time.format(SUNDAY - 12 * 3_600_000 + index * 1_800_000) }))
}

/** What the inbox does by itself. Every change is saved at once. */
export const SettingsPart = () => {
  const t = useWords('inbox')
  const days = useDays()
  const times = useHalfHours()
  const { data } = useCall('inbox.settings', {})
  const { mutate } = useAction('inbox.saveSettings')
  if (data === undefined) return null
  const hours = (change: Partial<InboxSettings['hours']>) => { mutate({ hours: { ...data.hours, days: [...data.hours.days], ...change } }) }
  return (
    <div className="inbox-settings">
      <section className="panel">
        <h2>{t('settings.notifications')}</h2>
        <Switch label={t('settings.notify')} checked={data.notify} onChange={(event) => { mutate({ notify: event.currentTarget.checked }) }} />
        <Checkbox label={t('settings.notifyText')} description={t('settings.notifyHelp')} disabled={!data.notify} checked={data.notifyText} onChange={(event) => { mutate({ notifyText: event.currentTarget.checked }) }} />
      </section>
      <section className="panel">
        <h2>{t('settings.automatic')}</h2>
        <NumberInput label={t('settings.perHour')} description={t('settings.perHourHelp')} w={320} min={1} max={20} clampBehavior="strict" allowDecimal={false} value={data.answersPerHour} onChange={(value) => { if (typeof value === 'number' && value >= 1) mutate({ answersPerHour: value }) }} />
        <div role="group" aria-label={t('settings.hoursTitle')}>
          <strong>{t('settings.hoursTitle')}</strong>
          <p className="dim" style={{ margin: '0 0 8px' }}>{t('settings.hoursHelp')}</p>
          <Chip.Group multiple value={data.hours.days.map(String)} onChange={(chosen) => { hours({ days: chosen.map(Number).toSorted() }) }}>
            <div className="open-days" role="group" aria-label={t('settings.days')}>{days.map(({ day, name }) => <Chip key={day} value={String(day)} size="sm" variant="outline" color="ink">{name}</Chip>)}</div>
          </Chip.Group>
          <Group gap="sm" mt="sm">
            <Select label={t('settings.from')} w={132} allowDeselect={false} data={times.filter(({ value }) => Number(value) < data.hours.to)} value={String(data.hours.from)} onChange={(value) => { hours({ from: Number(value ?? 540) }) }} />
            <Select label={t('settings.to')} w={132} allowDeselect={false} data={times.filter(({ value }) => Number(value) > data.hours.from)} value={String(data.hours.to)} onChange={(value) => { hours({ to: Number(value ?? 1080) }) }} />
          </Group>
        </div>
      </section>
    </div>
  )
}
