import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'

export const TodayScreen = () => {
  const t = useWords('today')
  return <Page header={<PageHeader title={t('title')} />}>{null}</Page>
}
