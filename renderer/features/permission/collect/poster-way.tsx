import { useState } from 'react'
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPrinter } from '@tabler/icons-react'
import type { PosterFields, PosterKind, PosterPaper } from '../../../../shared/contract/collect.ts'
import { call, useCall } from '../../../api.ts'
import { useWords } from '../../../i18n/i18n.ts'
import { notifyProblem } from '../../../ui/notify.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { SaveFileButton } from '../../../ui/save-file-button.tsx'
import { InvitationFields, WhenReady, type Ready } from './invitation-fields.tsx'
import { printSheet } from './print-sheet.ts'
import { useInvitation } from './use-invitation.ts'

const Designer = ({ words, numbers, settings, kept }: Ready) => {
  const t = useWords('collect')
  const invitation = useInvitation(words, numbers, settings, kept.poster)
  const [kind, setKind] = useState<PosterKind>(kept.poster?.kind ?? 'poster')
  const [paper, setPaper] = useState<PosterPaper>(kept.poster?.paper ?? kept.sheet)
  const [printing, setPrinting] = useState(false)
  const fields: PosterFields = { ...invitation.fields, kind, paper }
  const [shown] = useDebouncedValue(fields, 150)
  const { data: view, error } = useCall('collect.poster', shown, { keepPrevious: true })
  const print = async () => {
    setPrinting(true)
    // What is printed becomes the proof, as what is saved does.
    const saved = await call('collect.savePoster', fields)
    const now = saved.ok ? await call('collect.poster', fields) : saved
    if (!now.ok) notifyProblem(now.error)
    else if ('svg' in now.value) await printSheet(now.value.svg, now.value.width, now.value.height)
    setPrinting(false)
  }
  const refused = view === undefined || view.refused !== null
  return (
    <div className="collect-split">
      <Stack gap="md">
        <div>
          <Text size="sm" fw={600} mb={4}>{t('poster.kind')}</Text>
          <SegmentedControl fullWidth aria-label={t('poster.kind')} value={kind} onChange={setKind} data={(['poster', 'card', 'tent'] as const).map((value) => ({ value, label: t(`poster.kinds.${value}`) }))} />
          <Text size="xs" c="dimmed" mt={4}>{t(`poster.kindHelp.${kind}.${paper}`)}</Text>
        </div>
        <div>
          <Text size="sm" fw={600} mb={4}>{t('poster.paper')}</Text>
          <SegmentedControl aria-label={t('poster.paper')} value={paper} onChange={setPaper} data={(['A4', 'LETTER'] as const).map((value) => ({ value, label: t(`poster.papers.${value}`) }))} />
        </div>
        <InvitationFields invitation={invitation} words={words} numbers={numbers} settings={settings} />
      </Stack>
      <div className="collect-preview">
        <div className="poster-stage">{view === undefined ? null : <img alt={t('poster.preview')} data-testid="poster" src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(view.svg)}`} width={view.width} height={view.height} />}</div>
        <div role="status">{error !== null ? <ProblemAlert problem={error} /> : view?.refused ? <ProblemAlert problem={view.refused} /> : null}</div>
        <Group justify="center">
          <Button leftSection={<IconPrinter size={16} aria-hidden />} loading={printing} disabled={refused} onClick={() => void print()}>{t('poster.print')}</Button>
          <SaveFileButton className="next-button" variant="filled" label={t('poster.save')} disabled={refused} write={() => call('collect.savePoster', fields)} />
        </Group>
      </div>
    </div>
  )
}

/** A poster or card, written on the left and seen on the right. */
export const PosterWay = () => {
  const t = useWords('collect')
  return (
    <>
      <p className="collect-lead">{t('poster.lead')}</p>
      <WhenReady>{(ready) => <Designer {...ready} />}</WhenReady>
    </>
  )
}
