import { useState } from 'react'
import { Button, Group as Row, TextInput, Tooltip } from '@mantine/core'
import type { Segment } from '../../../shared/contract/segments.ts'
import { everybody, type Group } from '../../../shared/rules/segments/rule.ts'
import { go, hrefOf } from '../../app/routes.ts'
import { useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { FoundPanel } from './found-panel.tsx'
import { asGroup, finishedPart, isWholeFinished, templatesOf } from './rule-draft.ts'
import { RuleGroup } from './rule-group.tsx'
import { useSentence } from './use-rule.ts'
import './segments.css'

const Templates = ({ onChoose }: { readonly onChoose: (rule: Group, name: string) => void }) => {
  const t = useWords('segments')
  const { data: fields = [] } = useCall('contacts.fields', {})
  const { data: settings } = useCall('settings.get', {})
  const templates = templatesOf(fields, settings?.country ?? 'US')
  return (
    <div className="rule-templates" role="group" aria-label={t('builder.templates')}>
      <span className="dim">{t('builder.templates')}</span>
      {(Object.keys(templates) as (keyof typeof templates)[]).map((key) => {
        const rule = templates[key]
        const name = t(`builder.template.${key}`)
        return rule === null
          ? <Tooltip key={key} label={t('builder.noDate')}><Button size="compact-sm" aria-disabled data-disabled>{name}</Button></Tooltip>
          : <Button key={key} size="compact-sm" onClick={() => { onChoose(rule, name.includes('…') ? '' : name) }}>{name}</Button>
      })}
    </div>
  )
}

/** The rule, how it reads, who it finds. `segment` null: a new one. */
const Builder = ({ segment }: { readonly segment: Segment | null }) => {
  const t = useWords('segments')
  const sentence = useSentence()
  const [rule, setRule] = useState<Group>(() => asGroup(segment?.rule ?? everybody))
  const [name, setName] = useState(segment?.name ?? '')
  const [problem, setProblem] = useState<string>()
  const [tried, setTried] = useState(false)
  const counted = finishedPart(rule)
  const finished = isWholeFinished(rule)
  const options = {
    onDone: (saved: Segment) => {
      notifyDone(t('builder.saved', { name: saved.name }))
      if (segment === null) go({ screen: 'segment', segmentId: saved.id }, { replace: true })
    },
    onProblem: ({ message, fix, field }: { message: string; fix?: string; field?: string }) => {
      if (field !== 'name') return false
      setProblem([message, fix].filter(Boolean).join(' '))
      return true
    },
  }
  const add = useAction('segments.add', options)
  const save = useAction('segments.save', options)
  const submit = () => {
    setTried(true)
    if (!finished || name.trim() === '') return
    // A group without anything in it says nothing.
    if (segment === null) add.mutate({ name, rule: counted })
    else save.mutate({ id: segment.id, name, rule: counted })
  }
  return (
    <Page
      header={(
        <PageHeader
          title={segment === null ? t('builder.new') : segment.name}
          subtitle={<a href={hrefOf({ screen: 'lists', section: 'segments' })}>{t('builder.back')}</a>}
          actions={segment === null ? undefined : <Button component="a" href={hrefOf({ screen: 'compose', segmentId: segment.id })}>{t('writeShort')}</Button>}
        />
      )}
    >
      <div className="builder">
        <form className="builder-main" noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
          {segment === null && rule.of.length === 0 ? <Templates onChoose={(next, suggested) => { setRule(next); if (name === '') setName(suggested) }} /> : null}
          <p className="rule-sentence" aria-live="polite"><span className="visually-hidden">{t('builder.sentence')}: </span>{sentence(counted)}</p>
          <RuleGroup root={rule} group={rule} path={[]} onChange={setRule} onRemove={null} />
          <Row align="flex-end" gap="sm" className="builder-save">
            <TextInput label={t('builder.name')} placeholder={t('builder.namePlaceholder')} value={name} maxLength={80} autoComplete="off" w={280} error={problem} onChange={(event) => { setProblem(undefined); setName(event.currentTarget.value) }} />
            <NextButton type="submit" disabled={name.trim() === ''} loading={add.isPending || save.isPending}>{t('builder.save')}</NextButton>
          </Row>
          {tried && !finished ? <ProblemAlert problem={{ message: t('builder.finish') }} /> : null}
        </form>
        <div className="builder-side">
          <FoundPanel rule={counted} />
          {segment === null ? null : <a href={hrefOf({ screen: 'contacts', segmentId: segment.id })}>{t('side.all')}</a>}
        </div>
      </div>
    </Page>
  )
}

/** The rule builder, for a new segment or one that is there. */
export const SegmentScreen = ({ segmentId }: { readonly segmentId: number | undefined }) => {
  const t = useWords('segments')
  const { data: segment, error } = useCall('segments.get', { id: segmentId ?? 1 }, { enabled: segmentId !== undefined })
  if (segmentId === undefined) return <Builder key="new" segment={null} />
  if (error !== null) return <Page header={<PageHeader title={t('title')} />}><ProblemAlert problem={error.code === 'not-found' ? { message: t('builder.gone') } : error} /></Page>
  return segment === undefined ? null : <Builder key={segment.id} segment={segment} />
}
