import { useMemo, useState } from 'react'
import { Button, Group, Modal, Progress, Radio, Stack, Text, Title } from '@mantine/core'
import type { CheckFigure, CheckRow, ImportCheck, ImportPlan, Inspection, Mapping, OnConflict } from '../../../shared/contract/imports.ts'
import { go } from '../../app/routes.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { mappingLike } from './bring-files.ts'
import { useAnswers } from './consent-step.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'
import { SaysBadge } from './says-badge.tsx'
import { Steps } from './steps.tsx'
import { useCheck } from './use-check.ts'
import { changeDestination, importStarted, toStep, useImportStore } from './use-import-store.ts'

const figures = ['created', 'updated', 'unchanged', 'duplicate', 'rejected'] as const satisfies readonly CheckFigure[]

const Changes = ({ row }: { readonly row: CheckRow }) => {
  const t = useWords('imports')
  if (row.reason !== null) return <span title={`${t(`reasons.${row.reason}`)}: ${row.raw}`}>{t(`reasons.${row.reason}`)}: {row.raw}</span>
  const text = row.changes
    .map(({ field, label, from, to }) => t('check.fromTo', { field: field === 'custom' ? label : t(`fields.${field}`), from: from === '' ? t('check.empty') : from, to }))
    .join(' · ')
  return <span title={text}>{text}</span>
}

/** Every row of the file, by what would become of it. */
const Rows = ({ check }: { readonly check: ImportCheck }) => {
  const t = useWords('imports')
  const format = useFormat()
  const out = check.stillOptedOut + check.optedOut
  const counts: Readonly<Record<CheckFigure, number>> = { created: check.created, updated: check.updated, unchanged: check.unchanged, duplicate: check.duplicates, rejected: check.rejected, 'opted-out': out }
  // What needs a look comes first: changes to people one has, then what is left out.
  const [figure, setFigure] = useState<CheckFigure | null>(check.updated > 0 ? 'updated' : check.rejected > 0 ? 'rejected' : null)
  const [open, setOpen] = useState<CheckRow | null>(null)
  const pages = usePages('imports.checkRows', { id: check.id, ...(figure === null ? {} : { figure }) })
  const columns: readonly Column<CheckRow>[] = [
    ...(check.files.length > 1 ? [{ key: 'file', header: t('check.file'), width: 'minmax(90px, 1fr)', from: 800, cell: (row: CheckRow) => <span title={check.files[row.file]?.fileName}>{check.files[row.file]?.fileName}</span> }] : []),
    { key: 'line', header: t('columns.line'), width: '64px', cell: (row) => format.number(row.line) },
    // Under one outcome all are alike.
    ...(figure === null || figure === 'opted-out' ? [{ key: 'outcome', header: t('columns.outcome'), width: '148px', cell: (row: CheckRow) => <OutcomeBadge outcome={row.outcome} /> }] : []),
    { key: 'number', header: t('columns.number'), width: '136px', cell: (row) => (row.number === null ? '' : format.phone(row.number)) },
    { key: 'name', header: t('columns.name'), width: 'minmax(120px, 1fr)', from: 640, cell: (row) => <span title={row.name}>{row.name}</span> },
    { key: 'changes', header: t('check.changes'), width: 'minmax(0, 2.5fr)', cell: (row) => <Changes row={row} /> },
    { key: 'says', header: t('columns.consent'), width: '138px', cell: (row) => <SaysBadge says={row.says} optedOut={row.optedOut} /> },
  ]
  return (
    <>
      <div className="import-chips" role="group" aria-label={t('check.figuresLabel')}>
        {([null, ...figures, 'opted-out'] as const).filter((one) => one === null || counts[one] > 0).map((one) => (
          <button key={one ?? 'all'} type="button" className="import-chip" aria-pressed={figure === one} data-testid={`check-${one ?? 'all'}`} onClick={() => { setFigure(one) }}>
            {one === null ? t('check.all') : one === 'opted-out' ? t('check.optedOut') : t(`outcomes.${one}`)} <strong>{format.number(one === null ? check.rows : counts[one])}</strong>
          </button>
        ))}
      </div>
      {pages.problem === null ? null : <ProblemAlert problem={pages.problem} />}
      <VirtualTable label={t('result.rowsLabel')} columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} keyOf={(row) => `${String(row.file)}/${String(row.line)}`} resetKey={`${check.id}/${figure ?? ''}`} onOpen={setOpen} />
      <RowDialog row={open} onClose={() => { setOpen(null) }} />
    </>
  )
}

/** All of one row, where the table has no room for it. */
const RowDialog = ({ row, onClose }: { readonly row: CheckRow | null; readonly onClose: () => void }) => {
  const t = useWords('imports')
  const ui = useWords('ui')
  const format = useFormat()
  return (
    <Modal opened={row !== null} onClose={onClose} title={row === null ? '' : row.name === '' ? t('check.line', { line: format.number(row.line) }) : row.name} closeButtonProps={{ 'aria-label': ui('close') }}>
      {row === null ? null : (
        <Stack>
          <Group gap={12}><OutcomeBadge outcome={row.outcome} />{row.number === null ? null : <Text>{format.phone(row.number)}</Text>}<SaysBadge says={row.says} optedOut={row.optedOut} /></Group>
          {row.reason === null ? null : <Text>{t(`reasons.${row.reason}`)}</Text>}
          {row.raw === '' ? null : <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>{row.raw}</Text>}
          {row.changes.length === 0 ? null : (
            <dl className="import-changes">
              {row.changes.map(({ field, label, from, to }) => <div key={`${field}${label}`}><dt>{field === 'custom' ? label : t(`fields.${field}`)}</dt><dd>{from === '' ? t('check.empty') : from} → <strong>{to}</strong></dd></div>)}
            </dl>
          )}
        </Stack>
      )}
    </Modal>
  )
}

const Consequences = ({ check }: { readonly check: ImportCheck }) => {
  const t = useWords('imports')
  const format = useFormat()
  return (
    <div data-testid="check-may">
      {check.mayText.marketing + check.mayText.service + check.mayTextNow.marketing + check.mayTextNow.service === 0 ? <Text>{t('check.mayNobody')}</Text> : null}
      {(['marketing', 'service'] as const).map((purpose) =>
        check.mayText[purpose] + check.mayTextNow[purpose] === 0 ? null : (
          <Text key={purpose}>{t(`check.may.${purpose}`, { count: check.mayText[purpose], now: format.number(check.mayTextNow[purpose]) })}</Text>
        ),
      )}
      {check.stillOptedOut + check.optedOut === 0 ? null : (
        <Text size="sm" c="dimmed">
          {check.stillOptedOut === 0 ? null : <>{t('check.stillOptedOut', { count: check.stillOptedOut })} </>}
          {check.optedOut === 0 ? null : t('check.optedOutByFile', { count: check.optedOut })}
        </Text>
      )}
    </div>
  )
}

type Props = { readonly fileId: string; readonly inspection: Inspection; readonly mapping: Mapping }

/** What the import would do, counted over every row, before anything is stored; from here it starts. */
export const CheckStep = ({ fileId, inspection, mapping }: Props) => {
  const t = useWords('imports')
  const { destination, name, consentAt } = useAnswers(inspection, mapping)
  const twins = useImportStore((state) => state.twins)
  // The moment stands still while this is looked at, so that the same answers are the same question.
  const [opened] = useState(() => Date.now())
  const [round, setRound] = useState(0)
  const { reading } = inspection
  const files = useMemo(
    () => [{ fileId, reading, mapping: [...mapping] }, ...twins.map((twin) => ({ fileId: twin.ticket.fileId, reading: twin.inspection.reading, mapping: [...mappingLike(twin.inspection, inspection, mapping)] }))],
    [fileId, reading, mapping, twins, inspection],
  )
  const consent = consentAt(opened)
  const { check, problem } = useCheck({ files, tags: [...destination.tags], consent, onConflict: destination.onConflict }, round)
  const start = useAction('imports.start', {
    onDone: (run) => {
      importStarted(null)
      go({ screen: 'import', importId: run.id })
    },
  })
  const startAll = useAction('imports.startAll', { onDone: (batch) => { importStarted(batch.id) } })
  const begin = () => {
    const plans = files.map((file): ImportPlan => ({
      ...file,
      list: destination.kind === 'new' ? { name: name.trim() } : destination.kind === 'existing' && destination.listId !== null ? { id: destination.listId } : null,
      tags: [...destination.tags], consent, onConflict: destination.onConflict,
    }))
    const [only] = plans
    if (plans.length > 1) startAll.mutate({ plans })
    else if (only !== undefined) start.mutate(only)
  }
  const running = check === null || check.state === 'running'
  const usable = check !== null && check.state === 'done' && check.created + check.updated + check.unchanged > 0
  return (
    <Page
      fill
      header={<PageHeader title={t('title')} subtitle={<>{files.length > 1 ? [inspection.fileName, ...twins.map(({ ticket }) => ticket.name)].join(', ') : check === null || running ? inspection.fileName : t('check.files', { name: inspection.fileName, count: check.rows })}<Steps current="check" /></>} />}
    >
      <div className="import-result import-check">
        <div className="import-check-head">
          <section className="import-section">
            <header><Title order={2}>{t('check.heading')}</Title></header>
            {problem !== null ? <ProblemAlert problem={problem} action={<Button mt="sm" onClick={() => { setRound(round + 1) }}>{t('check.again')}</Button>} /> : running ? (
              <div className="import-checking" role="status">
                <Progress size={8} color="ink" value={(check?.progress ?? 0) * 100} aria-label={t('check.progress')} transitionDuration={150} />
                <Text c="dimmed">{check === null || check.rows === 0 ? t('check.running') : t('check.rows', { count: check.rows })}</Text>
              </div>
            ) : check.problem !== null ? <ProblemAlert problem={{ message: check.problem }} action={<Button mt="sm" onClick={() => { setRound(round + 1) }}>{t('check.again')}</Button>} /> : (
              <>
                <Text c="dimmed" role="status">{usable ? t('check.text') : t('check.nothing')}</Text>
                <Consequences check={check} />
              </>
            )}
          </section>
          <Radio.Group label={t('consent.conflict')} value={destination.onConflict} onChange={(value) => { changeDestination({ onConflict: value as OnConflict }) }}>
            <div className="import-choice" style={{ paddingTop: 8 }}>
              <Radio value="fill" label={t('consent.fill')} description={t('consent.fillText')} />
              <Radio value="overwrite" label={t('consent.overwrite')} description={t('consent.overwriteText')} />
              <Radio value="keep" label={t('check.keep')} description={t('check.keepText')} />
            </div>
          </Radio.Group>
        </div>
        {check === null ? null : check.files.filter((file) => file.problem !== null && check.files.length > 1).map((file) => <Note key={file.fileName}>{t('check.badFile', { name: file.fileName, problem: file.problem })}</Note>)}
        {check?.state === 'done' && problem === null ? <Rows key={check.id} check={check} /> : <div className="import-check-empty" />}
        <div className="import-foot">
          <Button onClick={() => { toStep('consent') }}>{t('check.back')}</Button>
          <Group>
            <NextButton disabled={!usable || running} loading={start.isPending || startAll.isPending} onClick={begin}>{t('check.start', { count: check?.rows ?? inspection.rows })}</NextButton>
          </Group>
        </div>
      </div>
    </Page>
  )
}
