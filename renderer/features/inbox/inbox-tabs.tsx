import { hrefOf, type Route } from '../../app/routes.ts'
import { useWords } from '../../i18n/i18n.ts'

const parts = [undefined, 'words', 'answers', 'settings'] as const

/** The inbox's parts. */
export const InboxTabs = ({ here }: { readonly here: Extract<Route, { screen: 'inbox' }>['part'] }) => {
  const t = useWords('inbox')
  return (
    <nav className="tabs-nav" aria-label={t('tabs.label')}>
      {parts.map((part) => <a key={part ?? 'talks'} href={hrefOf({ screen: 'inbox', ...(part === undefined ? {} : { part }) })} aria-current={part === here ? 'page' : undefined}>{t(`tabs.${part ?? 'talks'}`)}</a>)}
    </nav>
  )
}
