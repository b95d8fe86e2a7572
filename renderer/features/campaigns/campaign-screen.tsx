import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'

export const CampaignScreen = (_props: { readonly campaignId: number }) => {
  const t = useWords('campaigns')
  return <Page header={<PageHeader title={t('title')} />}>{null}</Page>
}
