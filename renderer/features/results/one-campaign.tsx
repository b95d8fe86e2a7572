import { Text, Title } from '@mantine/core'
import type { Campaign } from '../../../shared/contract/campaigns.ts'
import { logState } from '../../../shared/contract/messages.ts'
import type { CampaignResults, Moment } from '../../../shared/contract/results.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { statusWords } from '../../../shared/messages/status-words.ts'
import { hrefOf } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { Growth, LyingBars } from './charts.tsx'
import { Picture } from './picture.tsx'
import { AnswersByWord } from './tally.tsx'

type Props = { readonly campaign: Campaign; readonly results: CampaignResults }

/** The four figures people ask for first. */
const Headlines = ({ campaign, results }: Props) => {
  const t = useWords('results')
  const format = useFormat()
  const { delivered, answered, stopped, answers, billed } = results
  const share = (rate: typeof delivered) => (rate.of === 0 ? '–' : format.percent(rate.share))
  return (
    <ul className="results-headlines">
      <li><strong>{t('one.arrived', { share: share(delivered) })}</strong>{t('of', { hits: delivered.hits, of: delivered.of })}</li>
      <li><strong>{t('one.answered', { share: share(answered) })}</strong>{t('one.answers', { count: answers.people })}</li>
      <li><strong>{t('one.stopped', { share: share(stopped) })}</strong>{t('one.stops', { day: answers.stops24, all: answers.stops72 })}</li>
      <li>
        <strong>{billed.total === null ? t('one.notBilled') : format.money(billed.total)}</strong>
        {campaign.estimatedCost === null ? t('one.noEstimate') : t('one.estimate', { money: format.money(campaign.estimatedCost) })}
        {billed.unpriced > 0 && billed.total !== null ? ` · ${t('one.unpriced', { count: billed.unpriced })}` : ''}
      </li>
    </ul>
  )
}

const Bill = ({ campaign, results: { billed } }: Props) => {
  const t = useWords('results')
  const format = useFormat()
  if (billed.total === null) return null
  const parts = (['delivered', 'notDelivered', 'open', 'retries'] as const).flatMap((part) => (billed[part] === null ? [] : [{ part, money: billed[part] }]))
  return (
    <section>
      <Title order={2} size="h3">{t('bill.title')}</Title>
      <dl className="results-bill">
        {parts.map(({ part, money }) => <div key={part}><dt>{t(`bill.${part}`)}</dt><dd>{format.money(money)}</dd></div>)}
        <div data-total><dt>{t('bill.total')}</dt><dd>{format.money(billed.total)}</dd></div>
        {campaign.estimatedCost === null ? null : <div><dt>{t('bill.expected')}</dt><dd>{format.money(campaign.estimatedCost)}</dd></div>}
      </dl>
    </section>
  )
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const DAY = 24 * 3_600_000
const MINUTE = 60_000

/** Everything up to each moment. */
const sums = (moments: readonly Moment[]): readonly Moment[] => {
  let delivered = 0
  let failed = 0
  return moments.map((moment) => {
    delivered += moment.delivered
    failed += moment.failed
    return { at: moment.at, delivered, failed }
  })
}

const Pictures = ({ campaign, results }: Props) => {
  const t = useWords('results')
  const ui = useWords('ui')
  const format = useFormat()
  const language = languageNow()
  const word = (state: (typeof logState.options)[number]) => (state === 'undecided' ? statusWords[language].undecided : ui(`status.${state}`))
  const states = logState.options.flatMap((state) => (results.states[state] === 0 ? [] : [{ name: word(state), value: results.states[state] }])).sort((one, other) => other.value - one.value)
  const reasons = [
    ...results.failures.map(({ errorCode, messages }) => ({ name: deliveryReason(errorCode, language).title, value: messages })),
    ...results.skips.map(({ skip, messages }) => ({ name: capital(ui(`skip.${skip}`)), value: messages })),
  ].sort((one, other) => other.value - one.value)
  const { moments, step } = results
  const long = moments.length * step > DAY
  const name = step >= DAY ? format.date : long ? format.dateTime : step < MINUTE ? format.timeToTheSecond : format.time
  const growth = sums(moments).map(({ at, ...sum }) => ({ name: name(at + step), ...sum }))
  return (
    <div className="results-grid">
      {growth.length === 0 ? null : (
        <Picture
          order={2} title={t('time.title')} note={`${t('time.note')}${results.later === 0 ? '' : ` ${t('time.later', { count: results.later })}`}`}
          cells={{ head: [t('time.when'), t('delivered'), t('failed')], rows: growth.map((one) => [one.name, format.number(one.delivered), format.number(one.failed)]) }}
        >
          <Growth data={growth} delivered={t('delivered')} failed={t('failed')} format={format.number} />
        </Picture>
      )}
      <Picture order={2} title={t('states')} cells={{ head: [t('state'), t('messages')], rows: states.map(({ name, value }) => [name, format.number(value)]) }}>
        <LyingBars data={states} label={t('messages')} color="var(--wait)" format={format.number} />
      </Picture>
      {reasons.length === 0 ? null : (
        <Picture order={2} title={t('reasons')} cells={{ head: [t('reason'), t('messages')], rows: reasons.map(({ name, value }) => [name, format.number(value)]) }}>
          <LyingBars data={reasons.slice(0, 8)} label={t('messages')} color="var(--alarm)" format={format.number} />
        </Picture>
      )}
      <AnswersByWord campaignId={campaign.id} />
    </div>
  )
}

/** What came of one campaign. */
export const OneCampaign = ({ campaign }: { readonly campaign: Campaign }) => {
  const t = useWords('results')
  const format = useFormat()
  const { data: results, error } = useCall('results.campaign', { campaignId: campaign.id }, { keepPrevious: true })
  if (error) return <ProblemAlert problem={error} />
  if (results === undefined || results.campaignId !== campaign.id) return null
  if (results.left === 0) return <Note>{t('one.nothing')}</Note>
  return (
    <div className="results">
      <Headlines campaign={campaign} results={results} />
      {results.early ? <Note>{t('one.early')}</Note> : null}
      {results.states.undecided === 0 ? null : <Note>{t('undecided', { count: results.states.undecided })}</Note>}
      {results.medianMs === null ? null : <Text>{t('one.median', { time: format.duration(results.medianMs / 1000) })}</Text>}
      <Pictures campaign={campaign} results={results} />
      <Bill campaign={campaign} results={results} />
      <p><a href={hrefOf({ screen: 'log', campaignId: campaign.id, problems: true })}>{t('inLog')}</a></p>
    </div>
  )
}
