import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { AskTwice } from './ask-twice.tsx'
import { MessagesPanel } from './messages-panel.tsx'
import { WordingsPanel } from './wordings-panel.tsx'
import './words.css'

/** What people read before they agree, and what Deskbell says to ask, confirm, help and say goodbye. */
export const WordsTab = () => {
  const t = useWords('asking')
  const { data: asking } = useCall('asking.settings', {})
  const { data: settings } = useCall('settings.get', {})
  if (asking === undefined || settings === undefined) return null
  return (
    <div className="words-page">
      <p className="words-lead">{t('lead')}</p>
      <AskTwice asking={asking} />
      <WordingsPanel businessName={settings.businessName} language={settings.language} />
      <MessagesPanel asking={asking} businessName={settings.businessName} language={settings.language} />
    </div>
  )
}
