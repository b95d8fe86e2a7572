import type { Route } from '../../app/routes.ts'
import { RouteLink } from '../../app/route-link.tsx'
import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ChangesTab } from './changes-tab.tsx'
import { DuplicatesTab } from './duplicates-tab.tsx'
import { UnreachableTab } from './unreachable-tab.tsx'
import './people.css'

type TidyRoute = Extract<Route, { screen: 'tidy' }>
const parts = ['duplicates', 'unreachable', 'changes'] as const satisfies readonly TidyRoute['part'][]

/** What keeps the contact book in order: duplicates, numbers without texts, and what was done, with its undo. */
export const TidyScreen = ({ route }: { readonly route: TidyRoute }) => {
  const t = useWords('people')
  return (
    <Page
      fill={route.part === 'unreachable'}
      header={(
        <>
          <PageHeader title={t('title')} subtitle={t('subtitle')} />
          <nav className="tabs-nav" aria-label={t('title')}>
            {parts.map((part) => <RouteLink key={part} to={{ screen: 'tidy', part }} aria-current={route.part === part ? 'page' : undefined}>{t(`tabs.${part}`)}</RouteLink>)}
          </nav>
        </>
      )}
    >
      {route.part === 'duplicates' ? <DuplicatesTab /> : route.part === 'unreachable' ? <UnreachableTab /> : <ChangesTab />}
    </Page>
  )
}
