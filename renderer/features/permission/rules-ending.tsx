import { useState } from 'react'
import { Button, Group, NativeSelect, Title } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { IMPLIED_CONSENT } from '../../../shared/rules/implied-consent.ts'
import { RouteLink } from '../../app/route-link.tsx'
import { go } from '../../app/routes.ts'
import { call, useAction, useCall, useEvent } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { SaveFileButton } from '../../ui/save-file-button.tsx'
import { NumberText, TimeText } from '../../ui/texts.tsx'

const PERIODS = [30, 90, 365] as const
const SHOWN = 20
const DAY_MS = 86_400_000

/** Whose implied consent ends soon, and what can be done with them before. */
export const EndingSection = () => {
  const t = useWords('rules')
  const format = useFormat()
  const [days, setDays] = useState<number>(30)
  const [now] = useState(Date.now)
  const { data: ending, refetch } = useCall('rules.ending', { days }, { keepPrevious: true })
  useEvent('changed', ({ topics }) => { if (topics.includes('consent') || topics.includes('contacts')) void refetch() })
  const list = useAction('rules.listEnding', { onDone: ({ listId }) => { go({ screen: 'contacts', listId }) } })
  const rows = ending?.soonest.slice(0, SHOWN) ?? []
  return (
    <section className="panel" aria-labelledby="rules-implied" id="ending">
      <div className="rules-head">
        <Title order={2} id="rules-implied">{t('implied.title')}</Title>
        <NativeSelect aria-label={t('implied.within')} value={String(days)} onChange={(event) => { setDays(Number(event.currentTarget.value)) }} data={PERIODS.map((count) => ({ value: String(count), label: `${t('implied.within')} ${t('implied.days', { count })}` }))} />
      </div>
      <p>{t('implied.text')}</p>
      <p className="dim rules-small">{IMPLIED_CONSENT.source[languageNow()]} {t('implied.compared', { date: format.date(Date.parse(`${IMPLIED_CONSENT.asOf}T12:00:00`)) })}</p>
      {ending === undefined ? null : ending.total === 0 ? <p role="status" className="dim">{t('implied.none', { count: days })}</p> : (
        <>
          <p role="status"><strong>{t('implied.found', { count: ending.total, days })}</strong></p>
          <table className="rules-week">
            <thead><tr><th scope="col">{t('implied.name')}</th><th scope="col">{t('implied.number')}</th><th scope="col">{t('implied.ends')}</th></tr></thead>
            <tbody>
              {rows.map(({ contactId, name, number, expiresAt }) => (
                <tr key={contactId}>
                  <th scope="row"><RouteLink to={{ screen: 'contacts', contactId }}>{name === '' ? t('implied.noName') : name}</RouteLink></th>
                  <td><NumberText number={number} /></td>
                  <td><TimeText at={expiresAt} as="date" /></td>
                </tr>
              ))}
            </tbody>
          </table>
          {ending.total <= rows.length ? null : <p className="dim rules-small">{t('implied.shown', { count: rows.length })}</p>}
          <Group>
            <Button leftSection={<IconListDetails size={16} aria-hidden />} loading={list.isPending} onClick={() => { list.mutate({ days, name: t('implied.listName', { date: format.date(now + days * DAY_MS) }) }) }}>{t('implied.list')}</Button>
            <SaveFileButton variant="default" label={t('implied.csv')} write={() => call('rules.exportEnding', { days })} />
          </Group>
        </>
      )}
    </section>
  )
}
