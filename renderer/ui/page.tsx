import { useEffect, useRef, type ReactNode } from 'react'
import { Text, Title } from '@mantine/core'
import { useWords } from '../i18n/i18n.ts'
import './ui.css'

let firstPage = true

/** The head of a screen. Takes the focus when the screen opens, so that keyboards and readers start here. */
export const PageHeader = ({ title, subtitle, actions }: { readonly title: string; readonly subtitle?: ReactNode; readonly actions?: ReactNode }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!firstPage && !document.activeElement?.closest('[data-autofocus]')) heading.current?.focus({ preventScroll: true })
    firstPage = false
  }, [])
  useEffect(() => {
    document.title = `${title} – Deskbell`
  }, [title])
  return (
    <header className="page-header">
      <div>
        <Title order={1} ref={heading} tabIndex={-1}>{title}</Title>
        {subtitle === undefined ? null : <Text c="dimmed" component="div">{subtitle}</Text>}
      </div>
      {actions}
    </header>
  )
}

/** A screen: a PageHeader and a body that scrolls. `fill`: the body is a table or pane that scrolls itself. */
export const Page = ({ header, fill, children }: { readonly header: ReactNode; readonly fill?: boolean; readonly children: ReactNode }) => {
  const t = useWords('ui')
  // A region that scrolls must be reachable by keyboard, and what is reachable has a name.
  const scrolling = fill ? {} : { tabIndex: 0, role: 'region', 'aria-label': t('content') }
  return (
    <div className="page">
      {header}
      <div className="page-body" data-fill={fill || undefined} {...scrolling}>{children}</div>
    </div>
  )
}

/** A raised surface that groups what belongs together. */
export const Panel = ({ children, className = '' }: { readonly children: ReactNode; readonly className?: string }) => <section className={`panel ${className}`}>{children}</section>
