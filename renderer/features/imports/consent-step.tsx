import { useState } from 'react'
import { Button, Text, Title } from '@mantine/core'
import type { Inspection, Mapping } from '../../../shared/contract/imports.ts'
import type { Problem } from '../../../shared/result.ts'
import { go } from '../../app/routes.ts'
import { useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { ConsentForm } from './consent-form.tsx'
import { DestinationForm } from './destination-form.tsx'
import { Steps } from './steps.tsx'
import { consentOf, consentProblems, forgetImport, listNameOf, toStep, useImportStore } from './use-import-store.ts'

/** What these people agreed to, where they go; then the import starts. */
export const ConsentStep = ({ fileId, inspection, mapping }: { readonly fileId: string; readonly inspection: Inspection; readonly mapping: Mapping }) => {
  const t = useWords('imports')
  const form = useImportStore((state) => state.consent)
  const destination = useImportStore((state) => state.destination)
  const { data: disclosures = { used: [], suggested: { marketing: '', service: '' } } } = useCall('consent.disclosures', {})
  const [asked, setAsked] = useState<number | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const start = useAction('imports.start', {
    onDone: (run) => {
      forgetImport()
      go({ screen: 'import', importId: run.id })
    },
    onProblem: (found) => {
      setProblem(found)
      return true
    },
  })
  const optIn = mapping.indexOf('opt-in')
  const optInColumn = optIn < 0 ? null : (inspection.columns[optIn]?.header ?? '') || t('columns.unnamed', { number: optIn + 1 })
  const disclosure = form.disclosure ?? disclosures.suggested[form.purposes.includes('marketing') ? 'marketing' : (form.purposes[0] ?? 'marketing')]
  const name = destination.name ?? listNameOf(inspection.fileName)
  const problems = asked === null ? [] : consentProblems(form, disclosure, asked)

  const submit = () => {
    const now = Date.now()
    setAsked(now)
    setProblem(null)
    const listMissing = (destination.kind === 'new' && name.trim() === '') || (destination.kind === 'existing' && destination.listId === null)
    if (consentProblems(form, disclosure, now).length > 0 || listMissing) {
      // After React has shown what is missing, the first of it gets the focus.
      requestAnimationFrame(() => { document.querySelector<HTMLElement>('.import-form [aria-invalid="true"], .import-form [data-error="true"], .import-form input[type="radio"]')?.focus() })
      return
    }
    start.mutate({
      fileId,
      reading: inspection.reading,
      mapping,
      list: destination.kind === 'new' ? { name: name.trim() } : destination.kind === 'existing' && destination.listId !== null ? { id: destination.listId } : null,
      tags: [...destination.tags],
      consent: consentOf(form, disclosure, optIn >= 0, now),
      onConflict: destination.onConflict,
    })
  }

  return (
    <Page header={<PageHeader title={t('title')} subtitle={<>{t(inspection.rowsExact ? 'columns.file' : 'columns.fileAbout', { name: inspection.fileName, count: inspection.rows })}<Steps current="permission" /></>} />}>
      <form className="import-form" noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
        <section className="import-section">
          <header>
            <Title order={2}>{t('consent.heading')}</Title>
            <Text c="dimmed">{t('consent.text')}</Text>
          </header>
          <ConsentForm form={form} disclosure={disclosure} disclosures={disclosures} optInColumn={optInColumn} problems={problems} />
          <Text size="sm" c="dimmed">{t('consent.stopsStay')}</Text>
        </section>
        <section className="import-section">
          <header><Title order={2}>{t('consent.whereHeading')}</Title></header>
          <DestinationForm destination={destination} name={name} asked={asked !== null} />
        </section>
        {problem === null ? null : <ProblemAlert problem={problem} />}
        <div className="import-foot">
          <Button onClick={() => { toStep('columns') }}>{t('consent.back')}</Button>
          <NextButton type="submit" loading={start.isPending}>{t(inspection.rowsExact ? 'consent.start' : 'consent.startAbout', { count: inspection.rows })}</NextButton>
        </div>
      </form>
    </Page>
  )
}
