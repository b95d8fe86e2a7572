import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import type { Settings } from '../../../shared/contract/settings.ts'
export const FirstRun = (_props: { readonly settings: Settings }) => {
  const t = useWords('firstRun')
  return <Page header={<PageHeader title={t('title')} />}>{null}</Page>
}
