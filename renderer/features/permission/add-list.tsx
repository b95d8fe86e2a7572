import { useState, type SyntheticEvent } from 'react'
import { Button, Group, Modal, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import type { OptOutList } from '../../../shared/contract/opt-outs.ts'
import type { Problem } from '../../../shared/result.ts'
import { bridge, useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'

/** What one paste may hold. */
const MOST_PASTED = 1_500_000
const ACCEPTED = '.csv,.tsv,.txt,.xlsx,.xlsm,.vcf'

const dayOf = (date: Date): string => `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
/** Today means now; another day means its noon, the hour not being known. */
const momentOf = (day: string): number => (day === dayOf(new Date()) ? Date.now() : new Date(`${day}T12:00:00`).getTime())

/** What the list holds, before anything is written down. */
const Found = ({ list }: { readonly list: OptOutList }) => {
  const t = useWords('optOuts')
  const fresh = list.numbers - list.alreadyOut
  return (
    <div className="stops-found" role="status">
      <p><strong>{t('add.found', { count: list.numbers })}</strong>, {t('add.fresh', { count: fresh })}</p>
      <ul>
        {list.alreadyOut === 0 ? null : <li>{t('add.alreadyOut', { count: list.alreadyOut })}</li>}
        <li>{t('add.inBook', { count: list.inBook })}</li>
        {list.waiting === 0 ? null : <li>{t('add.waiting', { count: list.waiting })}</li>}
        {list.repeated === 0 ? null : <li>{t('add.repeated', { count: list.repeated })}</li>}
        {list.notNumbers === 0 ? null : <li>{t('add.notNumbers', { count: list.notNumbers })} <span className="dim">{list.samples.join(' · ')}</span></li>}
      </ul>
    </div>
  )
}

const Form = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useWords('optOuts')
  const u = useWords('ui')
  const [text, setText] = useState('')
  const [list, setList] = useState<OptOutList | null>(null)
  const [purposes, setPurposes] = useState<'everything' | 'marketing'>('everything')
  const [day, setDay] = useState<string | null>(dayOf(new Date()))
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const trouble = { onProblem: (found: Problem) => { setProblem(found); return true } }
  const read = useAction('optOuts.readList', { onDone: setList, ...trouble })
  const add = useAction('optOuts.addList', { onDone: ({ added }) => { notifyDone(t('add.done', { count: added })); onClose() }, ...trouble })
  const tooLong = text.length > MOST_PASTED
  const choose = async () => {
    const ticket = await bridge.openFile(ACCEPTED)
    if (ticket === null) return
    setProblem(null)
    read.mutate({ fileId: ticket.fileId })
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setProblem(null)
    if (list === null) {
      if (text.trim() !== '' && !tooLong) read.mutate({ text })
    } else if (day !== null) add.mutate({ listId: list.listId, purposes, occurredAt: momentOf(day), note: note.trim() })
  }
  const fresh = list === null ? 0 : list.numbers - list.alreadyOut
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="md">
        {list === null ? (
          <>
            <p className="stops-lead">{t('add.lead')}</p>
            <Textarea data-autofocus label={t('add.paste')} autosize minRows={6} maxRows={12} value={text} spellCheck={false} error={tooLong ? t('add.tooLong') : undefined} onChange={(event) => { setText(event.currentTarget.value) }} />
          </>
        ) : (
          <>
            <Found list={list} />
            {list.alreadyOut === list.numbers ? <p className="stops-lead">{t('add.nothing')}</p> : (
              <>
                <Radio.Group label={t('add.purposes')} value={purposes} onChange={(value) => { setPurposes(value as typeof purposes) }}>
                  <Stack gap={6} mt={6}>
                    <Radio value="everything" label={t('add.everything')} />
                    <Radio value="marketing" label={t('add.marketing')} />
                  </Stack>
                </Radio.Group>
                <Group grow align="flex-start">
                  <DateInput label={t('add.date')} description={t('add.dateHelp')} value={day} onChange={setDay} maxDate={dayOf(new Date())} valueFormat="D MMM YYYY" error={problem?.field === 'occurredAt' ? problem.message : day === null ? t('add.dateMissing') : undefined} />
                  <TextInput label={t('add.note')} description={list.name} placeholder={t('add.noteExample')} value={note} maxLength={300} onChange={(event) => { setNote(event.currentTarget.value) }} />
                </Group>
              </>
            )}
          </>
        )}
        {problem !== null && problem.field !== 'occurredAt' ? <ProblemAlert problem={problem} /> : null}
        {list === null ? (
          <Group justify="space-between">
            <Button leftSection={<IconFileSpreadsheet size={16} aria-hidden />} disabled={read.isPending} onClick={() => void choose()}>{t('add.file')}</Button>
            <Group><Button onClick={onClose}>{u('cancel')}</Button><NextButton type="submit" disabled={text.trim() === '' || tooLong} loading={read.isPending}>{t('add.read')}</NextButton></Group>
          </Group>
        ) : (
          <Group justify="space-between">
            <Button variant="subtle" color="gray" disabled={add.isPending} onClick={() => { setList(null); setText(''); setProblem(null) }}>{t('add.again')}</Button>
            <Group><Button onClick={onClose}>{u(add.isPending ? 'close' : 'cancel')}</Button>{fresh === 0 ? null : <NextButton type="submit" loading={add.isPending}>{t('add.submit', { count: fresh })}</NextButton>}</Group>
          </Group>
        )}
      </Stack>
    </form>
  )
}

/** Opt-outs from elsewhere, pasted or as a file: first what they are, then the record. */
export const AddList = ({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) => {
  const t = useWords('optOuts')
  const u = useWords('ui')
  return (
    <Modal opened={opened} onClose={onClose} size={600} title={t('add.title')} closeButtonProps={{ 'aria-label': u('close') }}>
      {opened ? <Form onClose={onClose} /> : null}
    </Modal>
  )
}
