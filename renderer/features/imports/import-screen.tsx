import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import type { Route } from '../../app/routes.ts'

export const ImportScreen = (_props: { readonly route: Extract<Route, { screen: 'import' }> }) => {
  const t = useWords('imports')
  return <Page header={<PageHeader title={t('title')} />}>{null}</Page>
}
