import { Button, Select } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { failureCause, logState, skipReason, type FailureCause, type LogState, type MessageFilter, type SkipReason } from '../../../shared/contract/messages.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { go, type Route } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { titleOf } from '../../ui/campaign-title.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { useStateWord } from './log-badge.tsx'
import { setDays, setQuery, setReason, setSender, setStatuses, useLogStore } from './use-log-store.ts'

type LogRoute = Extract<Route, { screen: 'log' }>

/** A reason as the choice keeps it: "code:30006", "cause:content", "skip:expired". */
export const reasonFilter = (reason: string | null): Pick<MessageFilter, 'codes' | 'cause' | 'skip'> => {
  const [kind, value = ''] = (reason ?? '').split(':')
  switch (kind) {
    case 'code':
      return { codes: [Number(value)] }
    case 'cause':
      return { cause: value as FailureCause }
    case 'skip':
      return { skip: value as SkipReason }
    default:
      return {}
  }
}

/** The days chosen, as the filter's moments: whole days here, the last included. */
export const dayFilter = ([first, last]: readonly [string | null, string | null]): Pick<MessageFilter, 'from' | 'to'> => {
  const start = (day: string, more = 0) => {
    const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
    return new Date(year, month - 1, date + more).getTime()
  }
  return first === null ? {} : { from: start(first), to: start(last ?? first, 1) }
}

const useReasons = (filter: MessageFilter) => {
  const t = useWords('log')
  const ui = useWords('ui')
  const format = useFormat()
  const { codes: _, cause: __, skip: ___, ...others } = filter
  const { data } = useCall('messages.reasons', { filter: { ...others, statuses: [] } }, { keepPrevious: true })
  const failures = data?.failures ?? []
  const count = (messages: number) => ` (${format.number(messages)})`
  const causes = failureCause.options.flatMap((cause) => {
    const messages = failures.reduce((sum, one) => (one.cause === cause ? sum + one.messages : sum), 0)
    return messages === 0 ? [] : [{ value: `cause:${cause}`, label: t(`causes.${cause}.title`) + count(messages) }]
  })
  const codes = failures.map(({ errorCode, messages }) => ({ value: `code:${String(errorCode ?? 0)}`, label: deliveryReason(errorCode, languageNow()).title + count(messages) }))
  const skips = skipReason.options.flatMap((skip) => {
    const messages = data?.skips.find((one) => one.skip === skip)?.messages ?? 0
    return messages === 0 ? [] : [{ value: `skip:${skip}`, label: ui(`skip.${skip}`) + count(messages) }]
  })
  return [{ group: t('reasons.causes'), items: causes }, { group: t('reasons.codes'), items: codes }, { group: t('reasons.skips'), items: skips }].filter(({ items }) => items.length > 0)
}

/** Everything the log can be narrowed by; each choice says how many it would leave. */
export const LogFilters = ({ route, filter }: { readonly route: LogRoute; readonly filter: MessageFilter }) => {
  const t = useWords('log')
  const format = useFormat()
  const word = useStateWord()
  const { query, statuses, senderId, days, reason } = useLogStore()
  const { data: campaigns = [] } = useCall('campaigns.all', {})
  const { data: senders = [] } = useCall('senders.all', {})
  const { data: counts } = useCall('messages.counts', { filter: { ...filter, statuses: [] } }, { keepPrevious: true })
  const reasons = useReasons(filter)
  const sent = campaigns.filter(({ state }) => state !== 'draft')
  const all = counts === undefined ? 0 : Object.values(counts).reduce((sum, count) => sum + count, 0)
  const toggle = (status: LogState) => { setStatuses(statuses.includes(status) ? statuses.filter((one) => one !== status) : [...statuses, status]) }
  const person = route.contactId !== undefined
  const here = (change: { readonly campaignId?: number | undefined; readonly contactId?: number | undefined }): LogRoute => {
    const campaignId = 'campaignId' in change ? change.campaignId : route.campaignId
    const contactId = 'contactId' in change ? change.contactId : route.contactId
    return { screen: 'log', ...(campaignId === undefined ? {} : { campaignId }), ...(contactId === undefined ? {} : { contactId }) }
  }
  return (
    <div className="log-filters">
      <div className="log-filters-line">
        <SearchField value={query} onChange={setQuery} label={t('searchPlaceholder')} width="auto" />
        <Select
          aria-label={t('campaign')} placeholder={t('anyCampaign')} data={sent.map((campaign) => ({ value: String(campaign.id), label: titleOf(campaign) || `${t('campaign')} ${String(campaign.id)}` }))}
          value={route.campaignId === undefined ? null : String(route.campaignId)} clearable searchable={sent.length > 8}
          onChange={(value) => { go(here({ campaignId: value === null ? undefined : Number(value) }), { replace: true }) }}
        />
        {senders.length < 2 ? null : (
          <Select
            aria-label={t('sender')} placeholder={t('anySender')} data={senders.map(({ id, name, address }) => ({ value: String(id), label: name === '' ? address : name }))} clearable
            value={senderId === null ? null : String(senderId)} onChange={(value) => { setSender(value === null ? null : Number(value)) }}
          />
        )}
        <DatePickerInput type="range" allowSingleDateInRange aria-label={t('days')} placeholder={t('anyDay')} value={[...days]} clearable valueFormat="ll" maxDate={new Date()} onChange={setDays} />
        {reasons.length === 0 && reason === null ? null : <Select aria-label={t('reason')} placeholder={t('anyReason')} data={reasons} value={reason} clearable searchable comboboxProps={{ width: 360, position: 'bottom-end' }} onChange={setReason} />}
        {person ? <Button variant="light" size="compact-md" onClick={() => { go(here({ contactId: undefined }), { replace: true }) }}>{t('allPeople')}</Button> : null}
      </div>
      <div className="log-chips" role="group" aria-label={t('statuses')}>
        <button type="button" className="log-chip" aria-pressed={statuses.length === 0} onClick={() => { setStatuses([]) }}>{t('all')}{counts === undefined ? null : <> <strong>{format.number(all)}</strong></>}</button>
        {logState.options.filter((status) => (counts?.[status] ?? 0) > 0 || statuses.includes(status)).map((status) => (
          <button key={status} type="button" className="log-chip" aria-pressed={statuses.includes(status)} data-testid={`chip-${status}`} onClick={() => { toggle(status) }}>
            {word(status)} <strong>{format.number(counts?.[status] ?? 0)}</strong>
          </button>
        ))}
      </div>
    </div>
  )
}
