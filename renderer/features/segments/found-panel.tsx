import { Skeleton } from '@mantine/core'
import type { Rule } from '../../../shared/rules/segments/rule.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { useFound } from './use-rule.ts'

const FIRST = 8

/** How many people a rule finds, and the first of them. */
export const FoundPanel = ({ rule }: { readonly rule: Rule }) => {
  const t = useWords('segments')
  const format = useFormat()
  const { data, stale, problem } = useFound(rule, FIRST)
  return (
    <section className="found-panel" aria-label={t('side.title')} aria-busy={stale}>
      <p className="found-count" role="status" data-stale={stale || undefined}>{data === undefined ? t('side.counting') : t('side.people', { count: data.people })}</p>
      {problem === null ? null : <ProblemAlert problem={problem} />}
      {data === undefined ? <Skeleton height={120} /> : data.people === 0 ? <p className="dim">{t('side.nobody')}</p> : (
        <>
          <h2>{t('side.first')}</h2>
          <ul className="found-people" data-stale={stale || undefined}>
            {data.first.map(({ id, firstName, lastName, number }) => (
              <li key={id}>
                <a href={`#/contacts/${String(id)}`}>{`${firstName} ${lastName}`.trim() || t('side.noName')}</a>
                <span className="dim">{format.phone(number)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
