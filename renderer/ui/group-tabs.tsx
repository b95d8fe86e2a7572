import { useWords } from '../i18n/i18n.ts'
import './ui.css'

const places = { lists: '#/lists', segments: '#/lists/segments', fields: '#/lists/fields' } as const

/** Lists, segments and fields: three ways of telling people apart, one screen in the sidebar. */
export const GroupTabs = ({ here }: { readonly here: keyof typeof places }) => {
  const t = useWords('segments')
  return (
    <nav className="group-tabs" aria-label={t('tabs.label')}>
      {(Object.keys(places) as (keyof typeof places)[]).map((place) => <a key={place} href={places[place]} aria-current={place === here ? 'page' : undefined}>{t(`tabs.${place}`)}</a>)}
    </nav>
  )
}
