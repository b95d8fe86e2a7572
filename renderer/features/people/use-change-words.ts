import type { Change } from '../../../shared/contract/people.ts'
import { useWords } from '../../i18n/i18n.ts'

/** What a change was, in one line: "Tag “vip” given". */
export const useChangeWords = (): ((change: Change) => string) => {
  const t = useWords('people')
  return ({ detail }) => {
    switch (detail.kind) {
      case 'set': {
        const field = t(`changes.field.${detail.field}`)
        const value = detail.field === 'language' && (detail.value === 'en' || detail.value === 'fr') ? t(`changes.language.${detail.value}`) : detail.value
        return value === '' ? t('changes.emptied', { field }) : t('changes.set', { field, value })
      }
      case 'custom':
        return detail.value === '' ? t('changes.emptied', { field: detail.label }) : t('changes.set', { field: detail.label, value: detail.value })
      case 'tags':
        return [...detail.add.map((tag) => t('changes.tagged', { tag })), ...detail.remove.map((tag) => t('changes.untagged', { tag }))].join(' · ')
      case 'list':
        return t(detail.member ? 'changes.listed' : 'changes.unlisted', { list: detail.list })
      case 'remove':
        return t('changes.removed')
      case 'merge':
        return t('changes.merged', { name: detail.name === '' ? t('changes.somebody') : detail.name })
    }
  }
}
