import { useEffect, useRef, type RefObject } from 'react'
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconMail, IconUser } from '@tabler/icons-react'
import type { Conversation } from '../../../shared/contract/inbox.ts'
import { hrefOf } from '../../app/routes.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { NumberText } from '../../ui/texts.tsx'
import { AnswerBox } from './answer-box.tsx'
import { EarlierButton, TalkItems } from './talk-item.tsx'
import { useTalk } from './use-conversations.ts'

type Props = {
  readonly talk: Conversation
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly onDone: (done: boolean) => void
  readonly onUnread: () => void
  readonly onLeave: () => void
}

/** One conversation, read from its end upwards, and the answer below it. */
export const ConversationView = ({ talk, box, onDone, onUnread, onLeave }: Props) => {
  const t = useWords('inbox')
  const format = useFormat()
  const { items, more, loadMore, loadingMore, problem } = useTalk(talk.number)
  const scroller = useRef<HTMLDivElement>(null)
  const mark = useAction('inbox.mark', { onProblem: () => true })
  const { mutate } = mark
  const { number, unread, lastInId } = talk
  // What one looks at is read; what comes in meanwhile too, as long as the window is in front.
  useEffect(() => {
    const read = () => {
      if (unread > 0 && lastInId !== null && document.visibilityState === 'visible') mutate({ numbers: [number], read: true, upTo: lastInId })
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => { document.removeEventListener('visibilitychange', read) }
  }, [number, unread, lastInId, mutate])
  const name = talk.name === '' ? format.phone(talk.number) : talk.name
  return (
    <section className="talk" aria-label={t('talk', { name })}>
      <header className="talk-head">
        <div className="talk-who">
          <h2>{name}</h2>
          {talk.name === '' ? null : <span className="dim"><NumberText number={talk.number} /></span>}
        </div>
        {talk.contactId === null ? null : (
          <Tooltip label={t('openContact')}>
            <ActionIcon component="a" href={hrefOf({ screen: 'contacts', contactId: talk.contactId })} variant="subtle" color="gray" size="lg" aria-label={t('openContact')}><IconUser size={18} aria-hidden /></ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={t('markUnread')}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('markUnread')} disabled={lastInId === null} onClick={onUnread}><IconMail size={18} aria-hidden /></ActionIcon></Tooltip>
        <Button size="compact-md" leftSection={talk.done ? <IconArrowBackUp size={16} aria-hidden /> : <IconCheck size={16} aria-hidden />} onClick={() => { onDone(!talk.done) }}>{t(talk.done ? 'reopen' : 'markDone')}</Button>
      </header>
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <div className="talk-scroll" ref={scroller} tabIndex={0} role="log" aria-label={t('talk', { name })}>
        <div className="talk-items">
          {more ? <div className="talk-earlier"><EarlierButton busy={loadingMore} onClick={loadMore} /></div> : null}
          <TalkItems items={items} stopped={talk.cannotAnswer === 'opted-out'} />
        </div>
      </div>
      <AnswerBox key={talk.number} talk={talk} name={name} box={box} onLeave={onLeave} />
    </section>
  )
}
