import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import type { StartState } from '../../../shared/contract/settings.ts'
export const Recovery = (_props: { readonly problem: Extract<StartState, { state: 'problem' }> }) => {
  const t = useWords('recovery')
  return <Page header={<PageHeader title={t('title')} />}>{null}</Page>
}
