import type { Route } from '../../app/routes.ts'
import { RouteLink } from '../../app/route-link.tsx'
import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import { CheckTab } from './check-tab.tsx'
import { CollectTab } from './collect-tab.tsx'
import { RulesTab } from './rules-tab.tsx'
import { StopsTab } from './stops-tab.tsx'
import { WordsTab } from './words-tab.tsx'

type PermissionRoute = Extract<Route, { screen: 'permission' }>
type Part = NonNullable<PermissionRoute['part']> | 'check'
const parts = ['check', 'collect', 'words', 'stops', 'rules'] as const satisfies readonly Part[]

const PartOf = ({ part, number, way }: { readonly part: Part; readonly number: string | undefined; readonly way: PermissionRoute['way'] }) => {
  switch (part) {
    case 'check':
      return <CheckTab number={number} />
    case 'collect':
      return <CollectTab way={way} />
    case 'words':
      return <WordsTab />
    case 'stops':
      return <StopsTab />
    case 'rules':
      return <RulesTab />
  }
}

/** Permission: proof, ways to say yes, the words, the stops, the rules. */
export const PermissionScreen = ({ route }: { readonly route: PermissionRoute }) => {
  const t = useWords('permission')
  const here = route.part ?? 'check'
  return (
    <Page
      fill={here === 'stops'}
      header={(
        <>
          <PageHeader title={t('title')} subtitle={t('subtitle')} />
          <nav className="tabs-nav" aria-label={t('title')}>
            {parts.map((part) => (
              <RouteLink key={part} to={part === 'check' ? { screen: 'permission' } : { screen: 'permission', part }} aria-current={here === part ? 'page' : undefined}>{t(`tabs.${part}`)}</RouteLink>
            ))}
          </nav>
        </>
      )}
    >
      <PartOf part={here} number={route.number} way={route.way} />
    </Page>
  )
}
