import { useEffect, useRef, type KeyboardEvent } from 'react'
import { IconMessages } from '@tabler/icons-react'
import { go, hrefOf, type Route } from '../../app/routes.ts'
import { call, useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { AnswersPart } from './answers-part.tsx'
import { ConversationList } from './conversation-list.tsx'
import { ConversationView } from './conversation-view.tsx'
import { InboxTabs } from './inbox-tabs.tsx'
import { PersonPane } from './person-pane.tsx'
import { SettingsPart } from './settings-part.tsx'
import { useConversations } from './use-conversations.ts'
import { useInboxStore } from './use-inbox-store.ts'
import { WordsPart } from './words-part.tsx'
import './inbox.css'

type InboxRoute = Extract<Route, { screen: 'inbox' }>

/** Replies are read more often while somebody looks. */
const lookEvery = 20_000
const useLooking = () => {
  useEffect(() => {
    const look = () => { if (document.visibilityState === 'visible') void call('inbox.look', {}) }
    look()
    const timer = setInterval(look, lookEvery)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
}

const open = (number: string | undefined): void => { go({ screen: 'inbox', ...(number === undefined ? {} : { number }) }, { replace: true }) }

/** As on a phone: the conversations on the left, one of them in the middle, its person beside it where there is room. */
const Talks = ({ number }: { readonly number: string | undefined }) => {
  const t = useWords('inbox')
  useLooking()
  const { filter, query } = useInboxStore()
  const pages = useConversations(filter, query.trim(), number)
  const { data: talk } = useCall('inbox.conversation', { number: number ?? '-' }, { enabled: number !== undefined, keepPrevious: true })
  const box = useRef<HTMLTextAreaElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const mark = useAction('inbox.mark')
  const focusList = () => { frame.current?.querySelector<HTMLElement>('[role=listbox]')?.focus() }
  const done = (isDone: boolean) => {
    if (number === undefined) return
    // The next one comes under the eyes; what is done leaves the list of what is open.
    const at = pages.rows.findIndex((row) => row.number === number)
    const next = pages.rows[at + 1] ?? pages.rows[at - 1]
    mark.mutate({ numbers: [number], done: isDone })
    if (isDone && filter === 'open') open(next?.number)
  }
  const unread = () => {
    if (number === undefined) return
    mark.mutate({ numbers: [number], read: false })
    open(undefined)
    focusList()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'e') done(talk?.done !== true)
    else if (event.key === 'u') unread()
    else if (event.key === 'r') box.current?.focus()
    else return
    event.preventDefault()
  }
  const shown = number !== undefined && talk?.number === number ? talk : undefined
  return (
    <div className="inbox" ref={frame} data-person={shown !== undefined || undefined}>
      <ConversationList pages={pages} current={number} onOpen={open} onEnter={() => { box.current?.focus() }} onKey={onKey} />
      {shown === undefined ? <div className="talk-none">{number === undefined ? <p>{t('choose')}</p> : null}</div> : <ConversationView key={shown.number} talk={shown} box={box} onDone={done} onUnread={unread} onLeave={focusList} />}
      {shown === undefined ? null : <PersonPane talk={shown} />}
    </div>
  )
}

export const InboxScreen = ({ route }: { readonly route: InboxRoute }) => {
  const t = useWords('inbox')
  const { data: counts } = useCall('inbox.counts', {})
  const { part } = route
  const empty = counts?.all === 0 && route.number === undefined
  const header = (
    <>
      <PageHeader title={t('title')} subtitle={empty ? t('lead') : <span role="status" data-testid="inbox-unread">{t('waiting', { count: counts?.unread ?? 0 })}</span>} />
      <InboxTabs here={part} />
    </>
  )
  switch (part) {
    case 'words':
      return <Page header={header}><WordsPart /></Page>
    case 'answers':
      return <Page header={header}><AnswersPart /></Page>
    case 'settings':
      return <Page header={header}><SettingsPart /></Page>
    case undefined:
      if (counts === undefined) return <Page header={header}>{null}</Page>
      return empty ? (
        <Page header={header}>
          <EmptyState icon={IconMessages} title={t('empty.title')} action={<NextButton component="a" href={hrefOf({ screen: 'compose' })}>{t('empty.action')}</NextButton>}>{t('empty.text')}</EmptyState>
        </Page>
      ) : <Page fill header={header}><Talks number={route.number} /></Page>
  }
}
