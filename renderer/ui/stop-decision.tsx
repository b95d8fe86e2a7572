import { Button, Group } from '@mantine/core'
import type { WaitingStop } from '../../shared/contract/opt-outs.ts'
import { useAction } from '../api.ts'
import { useFormat } from '../i18n/format.ts'
import { useWords } from '../i18n/i18n.ts'
import { notifyDone } from './notify.tsx'
import './ui.css'

/** Who it is, as people read it. */
export const useStopName = (): ((stop: Pick<WaitingStop, 'name' | 'number'>) => string) => {
  const format = useFormat()
  return ({ name, number }) => (name === '' ? format.phone(number) : name)
}

/** All they wrote, with what reads like a stop marked in it. */
export const StopWords = ({ stop: { text, found } }: { readonly stop: WaitingStop }) => {
  const at = found === '' ? -1 : text.indexOf(found)
  return <blockquote className="stop-words">{at < 0 ? text : <>{text.slice(0, at)}<mark>{found}</mark>{text.slice(at + found.length)}</>}</blockquote>
}

/** The two answers to words that read like a stop. `named`: says in their names whom they concern, where several stand below each other. */
export const StopAnswers = ({ stop, named = false }: { readonly stop: WaitingStop; readonly named?: boolean }) => {
  const t = useWords('optOuts')
  const name = useStopName()(stop)
  const decide = useAction('optOuts.decide', {
    onDone: ({ notSent, confirms }, { wantsOut }) => {
      const done = wantsOut ? t(confirms ? 'decide.outConfirmed' : 'decide.out', { name }) : t('decide.lifted', { name })
      notifyDone(notSent === 0 ? done : `${done} ${t('decide.notSent', { count: notSent })}`)
    },
  })
  return (
    <Group gap="xs">
      <Button size="compact-md" loading={decide.isPending} aria-label={named ? t('decide.yesFor', { name }) : undefined} onClick={() => { decide.mutate({ number: stop.number, wantsOut: true }) }}>{t('decide.yes')}</Button>
      <Button size="compact-md" variant="subtle" color="gray" disabled={decide.isPending} aria-label={named ? t('decide.noFor', { name }) : undefined} onClick={() => { decide.mutate({ number: stop.number, wantsOut: false }) }}>{t('decide.no')}</Button>
    </Group>
  )
}
