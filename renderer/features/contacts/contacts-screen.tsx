import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import type { Route } from '../../app/routes.ts'

export const ContactsScreen = (_props: { readonly route: Extract<Route, { screen: 'contacts' }> }) => {
  const t = useWords('contacts')
  return <Page header={<PageHeader title={t('title')} />}>{null}</Page>
}
