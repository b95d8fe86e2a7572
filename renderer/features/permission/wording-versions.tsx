import { useState } from 'react'
import { Button, Group, Stack, Text, Title } from '@mantine/core'
import type { Agreement, KeptWording } from '../../../shared/contract/asking.ts'
import { call, useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { SaveFileButton } from '../../ui/save-file-button.tsx'
import { NumberText } from '../../ui/texts.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { WordingForm } from './wording-form.tsx'

/** Everybody who agreed to one version, the latest first. */
const WhoAgreed = ({ wording, onBack }: { readonly wording: KeptWording; readonly onBack: () => void }) => {
  const t = useWords('asking')
  const u = useWords('ui')
  const format = useFormat()
  const pages = usePages('asking.agreements', { id: wording.id })
  return (
    <Stack gap="md">
      <Title order={3}>{t('wordings.whoTitle', { name: wording.name, version: wording.version })}</Title>
      {wording.agreements === 0 ? <p className="dim">{t('wordings.whoNone')}</p> : (
        <div className="asked-box">
          <VirtualTable<Agreement>
            label={t('wordings.who')}
            total={pages.total}
            rowAt={pages.rowAt}
            onRange={pages.onRange}
            keyOf={(row) => row.id}
            columns={[
              { key: 'who', header: t('requests.who'), width: 'minmax(150px, 2fr)', cell: (row) => (row.name === '' ? <NumberText number={row.number} /> : <span title={row.number}>{row.name}</span>) },
              { key: 'when', header: t('wordings.agreed'), width: '120px', cell: (row) => format.date(row.occurredAt) },
              { key: 'how', header: t('wordings.how'), width: 'minmax(120px, 2fr)', cell: (row) => u(`method.${row.method}`) },
              { key: 'now', header: t('wordings.now'), width: '120px', cell: (row) => u(`consent.${row.state}`) },
            ]}
          />
        </div>
      )}
      <Group justify="space-between">
        <Button onClick={onBack}>{t('wordings.back')}</Button>
        {wording.agreements === 0 ? null : <SaveFileButton label={t('wordings.export')} write={() => call('asking.exportAgreements', { id: wording.id })} />}
      </Group>
    </Stack>
  )
}

/** Every version of a wording, the newest first, each with its words and who agreed to it. */
export const WordingVersions = ({ versions, businessName, onClose }: { readonly versions: readonly KeptWording[]; readonly businessName: string; readonly onClose: () => void }) => {
  const t = useWords('asking')
  const u = useWords('ui')
  const format = useFormat()
  const [who, setWho] = useState<number | null>(null)
  const [changing, setChanging] = useState(false)
  const [retiring, setRetiring] = useState(false)
  const newest = versions[0]!
  const retired = newest.retiredAt !== null
  const retire = useAction('asking.retireWording', { onDone: () => { setRetiring(false) } })
  const shown = versions.find(({ id }) => id === who)
  if (shown !== undefined) return <WhoAgreed wording={shown} onBack={() => { setWho(null) }} />
  if (changing) return <WordingForm before={newest} businessName={businessName} language={newest.language} onClose={() => { setChanging(false) }} />
  return (
    <Stack gap="lg">
      {versions.map((one) => (
        <section key={one.id} aria-label={t('wordings.versionOf', { version: one.version })}>
          <Group justify="space-between" mb={6}>
            <Text fw={600}>{t('wordings.versionOf', { version: one.version })} <Text span size="sm" c="dimmed" fw={400}>{format.date(one.createdAt)}{one === newest ? ` · ${t(retired ? 'wordings.retired' : 'wordings.newest')}` : ''}</Text></Text>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => { setWho(one.id) }}>{t('wordings.who')} ({format.number(one.agreements)})</Button>
          </Group>
          <blockquote className="quoted" lang={one.language}>{one.text}</blockquote>
        </section>
      ))}
      <Group justify="space-between">
        {retired ? <Button loading={retire.isPending} onClick={() => { retire.mutate({ id: newest.id, retired: false }) }}>{t('wordings.restore')}</Button> : <Button variant="subtle" color="gray" onClick={() => { setRetiring(true) }}>{t('wordings.retire')}</Button>}
        <Group gap="sm"><Button onClick={onClose}>{u('close')}</Button><Button onClick={() => { setChanging(true) }}>{t('wordings.change')}</Button></Group>
      </Group>
      <ConfirmDialog opened={retiring} danger={false} title={t('wordings.retireTitle', { name: newest.name })} confirm={t('wordings.retire')} busy={retire.isPending} onConfirm={() => { retire.mutate({ id: newest.id, retired: true }) }} onClose={() => { setRetiring(false) }}>{t('wordings.retireText')}</ConfirmDialog>
    </Stack>
  )
}
