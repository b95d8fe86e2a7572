import { Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import type { Estimate } from '../../../shared/contract/campaigns.ts'
import type { Sender } from '../../../shared/contract/account.ts'
import type { Problem } from '../../../shared/result.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { roughly } from './roughly.ts'
import styles from './estimate-panel.module.css'

type Props = {
  readonly estimate: Estimate | undefined
  readonly stale: boolean
  readonly problem: Problem | null
  /** A list's name or a tag; '' where the people have none. */
  readonly audienceName: string
  /** The message counted as an example, where plain letters would not make it shorter. */
  readonly unicodeIsFree: boolean
  readonly sender: Sender | null
  readonly labelOf: (field: string) => string
}

/** What a person should know about the message before it goes: each a sentence. */
const useWarnings = ({ estimate, unicodeIsFree, labelOf }: Pick<Props, 'labelOf' | 'unicodeIsFree'> & { readonly estimate: Estimate }): readonly string[] => {
  const t = useWords('compose')
  return [
    ...estimate.missing.map(({ field, people, fallback }) =>
      fallback === null || fallback === ''
        ? t('estimate.missingNothing', { count: people, field: labelOf(field) })
        : t('estimate.missing', { count: people, field: labelOf(field), fallback }),
    ),
    // In one segment, special characters cost nothing more.
    ...(estimate.unicode === 0 || unicodeIsFree || (estimate.longest?.segments ?? 0) <= 1
      ? []
      : [estimate.unicode === estimate.recipients && estimate.recipients > 1 ? t('estimate.unicodeAll') : t('estimate.unicode', { count: estimate.unicode })]),
    ...(estimate.cost === null && estimate.recipients > 0 ? [t('estimate.unknownPrice')] : []),
  ]
}

const Facts = ({ estimate, audienceName, unicodeIsFree, sender, labelOf }: Omit<Props, 'estimate' | 'stale' | 'problem'> & { readonly estimate: Estimate }) => {
  const t = useWords('compose')
  const format = useFormat()
  const warnings = useWarnings({ estimate, unicodeIsFree, labelOf })
  const out = estimate.leftOut.reduce((sum, { people }) => sum + people, 0)
  return (
    <>
      <div>
        <p className={styles['recipients']} data-testid="recipients">{t('estimate.recipients', { count: estimate.recipients })}</p>
        {out === 0 ? null : (
          <p className={styles['left-out']} data-testid="left-out">
            {t('estimate.leftOut', { count: out })} {format.list(estimate.leftOut.map(({ reason, people }) => t(`estimate.reasons.${reason}`, { count: people })))}.
          </p>
        )}
      </div>
      {estimate.recipients === 0 ? (
        <Text size="sm" c="dimmed">{audienceName === '' ? t('estimate.ofPeople', { count: estimate.audience }) : t('estimate.ofAudience', { count: estimate.audience, name: audienceName })}. {t('estimate.consentHelp')}</Text>
      ) : (
        <dl className={styles['facts']}>
          <div>
            <dt>{t('estimate.cost')}</dt>
            <dd data-testid="cost">{estimate.cost === null ? t('estimate.priceUnknown') : t('estimate.about', { amount: format.money(roughly(estimate.cost)) })}{estimate.costIsPractice ? <span className={styles['aside']}>{t('estimate.practice')}</span> : null}</dd>
          </div>
          <div>
            <dt>{t('estimate.segments')}</dt>
            <dd>{format.number(estimate.segments)}{(estimate.longest?.segments ?? 0) > 1 ? <span className={styles['aside']}>{t('estimate.longest', { count: estimate.longest?.segments ?? 0 })}</span> : null}</dd>
          </div>
          <div>
            <dt>{t('estimate.time')}</dt>
            <dd>{t('estimate.about', { amount: format.duration(estimate.seconds) })}{sender === null ? null : <span className={styles['aside']}>{t('sender.perSecond', { count: sender.segmentsPerSecond })}</span>}</dd>
          </div>
        </dl>
      )}
      {warnings.length === 0 ? null : (
        <ul className={styles['warnings']}>
          {warnings.map((warning) => <li key={warning}><IconAlertCircle size={16} aria-hidden /><span>{warning}</span></li>)}
        </ul>
      )}
    </>
  )
}

/** The exact figures. While new ones are counted the last stay, quieter. */
export const EstimatePanel = ({ estimate, stale, problem, ...facts }: Props) => {
  const t = useWords('compose')
  return (
    <section className={styles['panel']} aria-label={t('estimate.heading')} aria-busy={stale}>
      {problem !== null ? <ProblemAlert problem={problem} /> : estimate === undefined ? <Text size="sm" c="dimmed">{stale ? t('estimate.updating') : t('estimate.waiting')}</Text> : (
        <div className={styles['body']} data-stale={stale || undefined}><Facts estimate={estimate} {...facts} /></div>
      )}
    </section>
  )
}

