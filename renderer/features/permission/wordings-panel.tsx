import { useState } from 'react'
import { Button, Group, Modal, Title } from '@mantine/core'
import { IconFileCheck } from '@tabler/icons-react'
import type { KeptWording } from '../../../shared/contract/asking.ts'
import type { Language } from '../../../shared/contract/common.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { WordingForm } from './wording-form.tsx'
import { WordingVersions } from './wording-versions.tsx'

const isSame = (one: Pick<KeptWording, 'name' | 'language'>, other: Pick<KeptWording, 'name' | 'language'>): boolean => one.name === other.name && one.language === other.language

/** The wordings people agree to: a name, its language and purpose, its newest version, and how many agreed to any of them. */
export const WordingsPanel = ({ businessName, language }: { readonly businessName: string; readonly language: Language }) => {
  const t = useWords('asking')
  const u = useWords('ui')
  const format = useFormat()
  const { data: wordings } = useCall('asking.wordings', {})
  const [open, setOpen] = useState<Pick<KeptWording, 'name' | 'language'> | 'new' | null>(null)
  const close = () => { setOpen(null) }
  if (wordings === undefined) return null
  const newest = wordings.filter((one, index) => index === 0 || !isSame(one, wordings[index - 1]!))
  const versions = open === null || open === 'new' ? [] : wordings.filter((one) => isSame(one, open))
  const add = <Button onClick={() => { setOpen('new') }}>{t('wordings.add')}</Button>
  return (
    <section className="panel words-panel" aria-labelledby="words-wordings">
      <div className="words-head">
        <Title order={2} id="words-wordings">{t('wordings.title')}</Title>
        {newest.length === 0 ? null : add}
      </div>
      {newest.length === 0 ? <EmptyState icon={IconFileCheck} title={t('wordings.add')} action={add}>{t('wordings.empty')}</EmptyState> : (
        <>
          <p className="dim">{t('wordings.text')}</p>
          <table className="asked-table" aria-label={t('wordings.table')}>
            <thead><tr><th>{t('wordings.name')}</th><th>{t('wordings.for')}</th><th>{t('wordings.language')}</th><th data-align="end">{t('wordings.version')}</th><th data-align="end">{t('wordings.agreed')}</th></tr></thead>
            <tbody>
              {newest.map((one) => (
                <tr key={one.id}>
                  <td><Button className="open" size="compact-sm" variant="subtle" color="gray" onClick={() => { setOpen(one) }}>{one.name}</Button>{one.retiredAt === null ? null : <span className="dim"> {t('wordings.retired')}</span>}</td>
                  <td>{u(`purpose.${one.purpose}`)}</td>
                  <td>{one.language === 'en' ? 'English' : 'Français'}</td>
                  <td data-align="end">{format.number(one.version)}</td>
                  <td data-align="end">{format.number(wordings.filter((other) => isSame(other, one)).reduce((sum, { agreements }) => sum + agreements, 0))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <Modal opened={open === 'new'} onClose={close} size="lg" title={t('wordings.add')} closeButtonProps={{ 'aria-label': u('close') }}>
        <WordingForm before={null} businessName={businessName} language={language} onClose={close} />
      </Modal>
      <Modal opened={versions.length > 0} onClose={close} size="xl" title={versions[0]?.name ?? ''} closeButtonProps={{ 'aria-label': u('close') }}>
        {versions.length === 0 ? <Group /> : <WordingVersions versions={versions} businessName={businessName} onClose={close} />}
      </Modal>
    </section>
  )
}
