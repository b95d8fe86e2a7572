import { useState } from 'react'
import { Button, Text, Title } from '@mantine/core'
import type { ImportConsent, Inspection, Mapping } from '../../../shared/contract/imports.ts'
import { isImplied } from '../../../shared/rules/implied-consent.ts'
import { useCall } from '../../api.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { firstKept } from '../../ui/kept-wordings.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Note } from '../../ui/problem-alert.tsx'
import { ConsentForm } from './consent-form.tsx'
import { DestinationForm } from './destination-form.tsx'
import { Steps } from './steps.tsx'
import { consentOf, consentProblems, listNameOf, toStep, useImportStore } from './use-import-store.ts'

/** The answers of this step as they stand: what is recorded, and the words and the name that were not changed. */
export const useAnswers = (inspection: Inspection, mapping: Mapping) => {
  const form = useImportStore((state) => state.consent)
  const destination = useImportStore((state) => state.destination)
  const { data: disclosures = { kept: [], used: [], suggested: { marketing: '', service: '' } } } = useCall('consent.disclosures', {})
  const purpose = form.purposes.includes('marketing') ? 'marketing' : (form.purposes[0] ?? 'marketing')
  const offered = firstKept(disclosures.kept, purpose, languageNow())?.text ?? disclosures.suggested[purpose]
  const disclosure = form.disclosure ?? (form.method !== null && isImplied(form.method) ? '' : offered)
  const noMeans = form.noMeans ?? inspection.noMeans
  return {
    form, destination, disclosures, disclosure, noMeans,
    name: destination.name ?? listNameOf(inspection.fileName),
    consentAt: (now: number): ImportConsent => consentOf(form, disclosure, mapping.includes('opt-in'), noMeans, now),
  }
}

/** What these people agreed to, and where they go. */
export const ConsentStep = ({ inspection, mapping }: { readonly inspection: Inspection; readonly mapping: Mapping }) => {
  const t = useWords('imports')
  const { form, destination, disclosures, disclosure, noMeans, name } = useAnswers(inspection, mapping)
  const asLastTime = useImportStore((state) => state.asLastTime)
  const [asked, setAsked] = useState<number | null>(null)
  const optIn = mapping.indexOf('opt-in')
  const optInColumn = optIn < 0 ? null : (inspection.columns[optIn]?.header ?? '') || t('columns.unnamed', { number: optIn + 1 })
  const problems = asked === null ? [] : consentProblems(form, disclosure, asked)

  const submit = () => {
    const now = Date.now()
    setAsked(now)
    const listMissing = (destination.kind === 'new' && name.trim() === '') || (destination.kind === 'existing' && destination.listId === null)
    if (consentProblems(form, disclosure, now).length > 0 || listMissing) {
      // After React has shown what is missing, the first of it gets the focus.
      requestAnimationFrame(() => { document.querySelector<HTMLElement>('.import-form [aria-invalid="true"], .import-form [data-error="true"], .import-form input[type="radio"]')?.focus() })
      return
    }
    toStep('check')
  }

  return (
    <Page header={<PageHeader title={t('title')} subtitle={<>{t(inspection.rowsExact ? 'columns.file' : 'columns.fileAbout', { name: inspection.fileName, count: inspection.rows })}<Steps current="permission" /></>} />}>
      <form className="import-form" noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
        {asLastTime === true && form.known === true ? <Note>{t('consent.asLastTime')}</Note> : null}
        <section className="import-section">
          <header>
            <Title order={2}>{t('consent.heading')}</Title>
            <Text c="dimmed">{t('consent.text')}</Text>
          </header>
          <ConsentForm form={form} disclosure={disclosure} disclosures={disclosures} optInColumn={optInColumn} noMeans={noMeans} problems={problems} />
          <Text size="sm" c="dimmed">{t('consent.stopsStay')}</Text>
        </section>
        <section className="import-section">
          <header><Title order={2}>{t('consent.whereHeading')}</Title></header>
          <DestinationForm destination={destination} name={name} asked={asked !== null} />
        </section>
        <div className="import-foot">
          <Button onClick={() => { toStep('columns') }}>{t('consent.back')}</Button>
          <NextButton type="submit">{t('consent.next')}</NextButton>
        </div>
      </form>
    </Page>
  )
}
