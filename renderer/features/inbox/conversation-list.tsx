import { useEffect, useId, useRef, type KeyboardEvent } from 'react'
import { SegmentedControl } from '@mantine/core'
import { IconCheck, IconHandStop } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { conversationFilter, type ConversationFilter, type ConversationRow } from '../../../shared/contract/inbox.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { setFilter, setQuery, useInboxStore } from './use-inbox-store.ts'
import type { useConversations } from './use-conversations.ts'

const rowHeight = 68

/** The hour today, else the day. */
const When = ({ at }: { readonly at: number }) => {
  const format = useFormat()
  const today = new Date(at).toDateString() === new Date().toDateString()
  return <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)}>{today ? format.time(at) : format.date(at)}</time>
}

const Row = ({ row }: { readonly row: ConversationRow }) => {
  const t = useWords('inbox')
  const format = useFormat()
  const words = row.lastText === '' && row.lastMedia > 0 ? t('picture') : row.lastText
  return (
    <>
      <span className="talk-row-top">
        <span className="talk-row-name">{row.name === '' ? format.phone(row.number) : row.name}</span>
        <When at={row.lastAt} />
      </span>
      <span className="talk-row-last">
        <span>{row.lastOurs ? t('you', { text: words }) : words}</span>
        {row.stopped ? <span className="talk-mark" title={t('stopped')}><IconHandStop size={14} aria-hidden /><span className="visually-hidden">{t('stopped')}</span></span> : null}
        {row.suspended ? <span className="talk-mark" data-tone="alarm" title={t('suspended')}><IconHandStop size={14} aria-hidden /><span className="visually-hidden">{t('suspended')}</span></span> : null}
        {row.done ? <span className="talk-mark" title={t('done')}><IconCheck size={14} aria-hidden /><span className="visually-hidden">{t('done')}</span></span> : null}
        {row.unread > 0 ? <span className="talk-unread"><span aria-hidden>{format.number(row.unread)}</span><span className="visually-hidden">{t('unread', { count: row.unread })}</span></span> : null}
      </span>
    </>
  )
}

type Props = {
  readonly pages: ReturnType<typeof useConversations>
  readonly current: string | undefined
  readonly onOpen: (number: string) => void
  /** Enter: to the answer. */
  readonly onEnter: () => void
  readonly onKey: (event: KeyboardEvent) => void
}

/** All conversations; only those in sight exist. One stop for Tab, inside of it the arrows, J and K. */
export const ConversationList = ({ pages, current, onOpen, onEnter, onKey }: Props) => {
  const t = useWords('inbox')
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { filter, query } = useInboxStore()
  const { rows, more, loadMore } = pages
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing of it is memoised here
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8 })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= rows.length - 12) loadMore()
  })
  const at = rows.findIndex(({ number }) => number === current)
  useEffect(() => { if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' }) }, [at, virtual])
  useEffect(() => { scroller.current?.scrollTo({ top: 0 }) }, [filter, query])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const steps: Partial<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length }
    const step = steps[event.key]
    if (step !== undefined && rows.length > 0) {
      const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 && step > 0 ? step - 1 : at + step))]
      if (next !== undefined) onOpen(next.number)
    } else if (event.key === 'Enter' && current !== undefined) onEnter()
    else return onKey(event)
    event.preventDefault()
  }
  const none: Readonly<Record<ConversationFilter, string>> = { open: t('noneOpen'), unread: t('noneUnread'), done: t('noneDone'), all: t('noMatch') }
  return (
    <div className="talks">
      <div className="talks-tools">
        <SearchField value={query} onChange={setQuery} label={t('search')} width="100%" />
        <SegmentedControl
          size="xs" fullWidth value={filter} aria-label={t('filter.label')}
          data={conversationFilter.options.map((value) => ({ value, label: t(`filter.${value}`) }))}
          onChange={(value) => { setFilter(value as ConversationFilter) }}
        />
      </div>
      {pages.problem === null ? null : <ProblemAlert problem={pages.problem} />}
      {rows.length === 0 && !pages.loading ? <p className="talks-none" role="status">{query === '' ? none[filter] : t('noMatch')}</p> : null}
      <div
        ref={scroller} className="talks-scroll" role="listbox" tabIndex={0} aria-label={t('list')} aria-description={t('keys')} onKeyDown={onKeyDown}
        aria-activedescendant={at >= 0 && items.some(({ index }) => index === at) ? `${id}-${String(at)}` : undefined} hidden={rows.length === 0}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <div
                key={row.number} id={`${id}-${String(index)}`} role="option" aria-selected={row.number === current} aria-setsize={more ? -1 : rows.length} aria-posinset={index + 1}
                className="talk-row" data-unread={row.unread > 0 || undefined} style={{ transform: `translateY(${String(start)}px)` }} onClick={() => { onOpen(row.number) }}
              >
                <Row row={row} />
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
