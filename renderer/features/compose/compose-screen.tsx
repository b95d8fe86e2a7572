import { useEffect, useId, useMemo, useState } from 'react'
import { Anchor, Button, Input, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { Editor } from '@tiptap/react'
import type { Sender } from '../../../shared/contract/account.ts'
import type { Campaign } from '../../../shared/contract/campaigns.ts'
import type { CustomField } from '../../../shared/contract/contacts.ts'
import { go, hrefOf, type Route } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useAudienceTitle } from '../../ui/campaign-title.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { AudienceSelect } from './audience-select.tsx'
import { savingsOf } from './characters.ts'
import { EstimatePanel } from './estimate-panel.tsx'
import { fieldChoices } from './fields.ts'
import { smartFallbacks, smartReplacements } from './merge-document.ts'
import { MessageEditor } from './message-editor.tsx'
import { newDraft, useOpenDraft } from './open-draft.ts'
import { PhonePreview } from './phone-preview.tsx'
import type { Draft } from './plan.ts'
import { SegmentMeter } from './segment-meter.tsx'
import { SendPanel } from './send-panel.tsx'
import { useDraft } from './use-draft.ts'
import { useFigures, type Length } from './use-figures.ts'
import './compose.css'

/** Replaces in the text and in the fallbacks what Smart Encoding replaces, as one step to undo. */
const replaceCharacters = (editor: Editor, only?: string): void => {
  editor.chain().focus().command(({ tr }) => {
    for (const { position, fallback } of smartFallbacks(tr.doc, only)) tr.setNodeMarkup(position, undefined, { ...tr.doc.nodeAt(position)?.attrs, fallback })
    for (const { from, to, text } of smartReplacements(tr.doc, only)) tr.insertText(text, from, to)
    return true
  }).run()
}

const unicodeIsFree = ({ details, text }: Length, body: string): boolean => {
  if (details.encoding === 'GSM-7') return false
  const { now, plain } = savingsOf(text, body, details.unicodeCharacters)
  return plain >= now
}

const senderOf = (senders: readonly Sender[], id: number | null): Sender | null =>
  senders.find((sender) => sender.id === id) ?? senders.find((sender) => sender.isDefault) ?? senders[0] ?? null

const Purpose = ({ value, onChange }: { readonly value: Draft['purpose']; readonly onChange: (purpose: Draft['purpose']) => void }) => {
  const t = useWords('compose')
  return (
    <Stack gap={4}>
      <Input.Label component="div">{t('purpose.label')}</Input.Label>
      <SegmentedControl
        aria-label={t('purpose.label')}
        value={value}
        onChange={(chosen) => { onChange(chosen === 'service' ? 'service' : 'marketing') }}
        data={[{ value: 'marketing', label: t('purpose.marketing') }, { value: 'service', label: t('purpose.service') }]}
      />
      <Text size="sm" c="dimmed">{t(value === 'marketing' ? 'purpose.marketingText' : 'purpose.serviceText')}</Text>
    </Stack>
  )
}

const SenderSelect = ({ senders, sender, onChange }: { readonly senders: readonly Sender[]; readonly sender: Sender | null; readonly onChange: (id: number) => void }) => {
  const t = useWords('compose')
  return (
    <Select
      label={t('sender.label')}
      description={sender === null ? null : t('sender.perSecond', { count: sender.segmentsPerSecond })}
      inputWrapperOrder={['label', 'input', 'description']}
      allowDeselect={false}
      value={sender === null ? null : String(sender.id)}
      data={senders.map(({ id, name, address }) => ({ value: String(id), label: name === '' ? address : name }))}
      onChange={(chosen) => { if (chosen !== null) onChange(Number(chosen)) }}
    />
  )
}

type FormProps = { readonly campaign: Campaign; readonly ownFields: readonly CustomField[]; readonly senders: readonly Sender[] }

const ComposeForm = ({ campaign, ownFields, senders }: FormProps) => {
  const t = useWords('compose')
  const format = useFormat()
  const meterId = useId()
  const { draft: held, change, saveState, problem: saveProblem, saveNow } = useDraft(campaign)
  // A list or segment that is no more is nobody: nothing is counted, and nothing can be sent, until another is chosen.
  const gone = campaign.audienceGone && JSON.stringify(held.audience) === JSON.stringify(campaign.plan.audience)
  const draft = useMemo(() => (gone ? { ...held, audience: null } : held), [gone, held])
  const [index, setIndex] = useState(0)
  const [editor, setEditor] = useState<Editor | null>(null)
  const figures = useFigures(draft, index)
  const audienceTitle = useAudienceTitle()
  const { data: settings } = useCall('settings.get', {})
  const { data: account } = useCall('account.get', {})
  const sender = senderOf(senders, draft.senderId)
  const fields = fieldChoices(ownFields, (field) => t(`fields.${field}`))
  const labelOf = (field: string) => fields.find(({ key }) => key === field)?.label ?? field
  const unknown = figures.compiled.ok ? figures.compiled.template.fields.filter((field) => !fields.some(({ key }) => key === field)) : []
  const total = figures.estimate?.recipients ?? 0
  const offersStop = draft.purpose === 'marketing' && draft.body.trim() !== '' && !/\bstop\b/i.test(draft.body)

  const addStop = () => {
    if (editor === null) return
    editor.chain().focus('end').insertContent({ type: 'text', text: `${/\s$/.test(draft.body) ? '' : ' '}${t('editor.stopText')}` }).run()
  }

  return (
    <Page
      fill
      header={
        <PageHeader
          title={t('title')}
          subtitle={<span role="status">{saveState === 'saved' ? t('saved') : saveState === 'failed' ? t('notSaved') : t('saving')}</span>}
          actions={<Button onClick={() => void saveNow().then(() => newDraft({})).then((id) => { if (id !== null) go({ screen: 'compose', campaignId: id }) })}>{t('newDraft')}</Button>}
        />
      }
    >
      <div className="compose-scroll" tabIndex={0} role="region" aria-label={t('title')}>
        <div className="compose">
          <div className="compose-form">
            <div className="compose-row">
              <AudienceSelect value={draft.audience} gone={gone ? campaign.audienceName : null} onChange={(audience) => { setIndex(0); change({ audience }) }} />
              <TextInput label={t('name')} placeholder={t('namePlaceholder')} value={draft.name} maxLength={80} autoComplete="off" onChange={(event) => { change({ name: event.currentTarget.value }) }} />
            </div>
            <div className="compose-row">
              <Purpose value={draft.purpose} onChange={(purpose) => { setIndex(0); change({ purpose }) }} />
              {senders.length < 2 ? <span /> : <SenderSelect senders={senders} sender={sender} onChange={(senderId) => { change({ senderId }) }} />}
            </div>
            {sender?.pausedReason == null ? null : <Note>{t('sender.pausedWhy', { reason: sender.pausedReason })}</Note>}
            <Stack gap="xs">
              <Input.Label component="div">{t('editor.label')}</Input.Label>
              <MessageEditor key={languageNow()} initialBody={draft.body} fields={fields} onChange={(body) => { change({ body }) }} onEditor={setEditor} describedBy={meterId} />
              {figures.compiled.ok ? null : <ProblemAlert problem={{ message: t(`editor.problems.${figures.compiled.code}`), fix: t('editor.problemFix') }} />}
              {unknown.map((field) => <Note key={field}>{t('editor.unknownField', { field })}</Note>)}
              <div id={meterId}>
                <SegmentMeter length={figures.length} body={draft.body} onReplace={(only) => { if (editor !== null) replaceCharacters(editor, only) }} />
              </div>
              {offersStop ? (
                <Text size="sm" c="dimmed" component="div">{t('editor.stop')} <Anchor component="button" type="button" size="sm" onClick={addStop}>{t('editor.addStop')}</Anchor></Text>
              ) : null}
            </Stack>
            {saveProblem === null ? null : <ProblemAlert problem={saveProblem} />}
            {account?.network === 'offline' ? <Note>{t('estimate.offline')}</Note> : null}
          </div>
          <div className="compose-side">
            <PhonePreview recipient={figures.recipient} text={figures.shownText} sender={settings?.businessName ?? ''} index={index} total={total} onIndex={setIndex} />
            <EstimatePanel estimate={figures.estimate} stale={figures.stale && figures.plan !== null} problem={figures.problem} audienceName={draft.audience?.kind === 'list' || draft.audience?.kind === 'tag' || draft.audience?.kind === 'segment' ? campaign.audienceName : ''} unicodeIsFree={unicodeIsFree(figures.length, draft.body)} sender={sender} labelOf={labelOf} />
          </div>
        </div>
      </div>
      <SendPanel
        campaignId={campaign.id}
        estimate={figures.estimate}
        plan={figures.plan}
        validUntil={draft.validUntil}
        onValidUntil={(validUntil) => { change({ validUntil }) }}
        stale={figures.stale}
        missing={draft.audience === null ? 'audience' : draft.body.trim() === '' ? 'body' : figures.compiled.ok ? null : 'problem'}
        saveNow={() => {
          // A name for the lists of campaigns and messages, where none was given.
          if (draft.name.trim() === '') change({ name: t('nameDefault', { audience: audienceTitle({ audienceName: campaign.audienceName, plan: draft }), date: format.date(Date.now()) }).slice(0, 80) })
          return saveNow()
        }}
        again={figures.again}
      />
    </Page>
  )
}

const Loaded = ({ campaignId }: { readonly campaignId: number }) => {
  const t = useWords('compose')
  const campaign = useCall('campaigns.get', { id: campaignId })
  const ownFields = useCall('contacts.fields', {})
  const senders = useCall('senders.all', {})
  const gone = campaign.data !== undefined && campaign.data.state !== 'draft'
  useEffect(() => {
    if (gone) go({ screen: 'campaign', campaignId }, { replace: true })
  }, [gone, campaignId])
  const problem = campaign.error ?? ownFields.error ?? senders.error
  if (problem) return <Page header={<PageHeader title={t('title')} />}><ProblemAlert problem={problem} /></Page>
  if (campaign.data === undefined || ownFields.data === undefined || senders.data === undefined || gone) return null
  return <ComposeForm campaign={campaign.data} ownFields={ownFields.data} senders={senders.data} />
}

/** Without a campaign's number the draft last written at is taken up again, or a new one begun. */
export const ComposeScreen = ({ route }: { readonly route: Extract<Route, { screen: 'compose' }> }) => {
  const t = useWords('compose')
  const people = useCall('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 1 })
  const empty = people.data?.total === 0
  const problem = useOpenDraft(route, people.data !== undefined && !empty)
  if (empty && route.campaignId === undefined) {
    return (
      <Page header={<PageHeader title={t('title')} />}>
        <EmptyState icon={IconPencil} title={t('empty.title')} action={<NextButton component="a" href={hrefOf({ screen: 'import' })}>{t('empty.action')}</NextButton>}>{t('empty.text')}</EmptyState>
      </Page>
    )
  }
  if (problem !== null) return <Page header={<PageHeader title={t('title')} />}><ProblemAlert problem={problem} /></Page>
  return route.campaignId === undefined ? null : <Loaded key={route.campaignId} campaignId={route.campaignId} />
}
