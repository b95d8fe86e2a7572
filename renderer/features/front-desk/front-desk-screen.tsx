import { useCallback, useEffect, useRef, useState } from 'react'
import { notifications } from '@mantine/notifications'
import { IconCircleCheck, IconLock } from '@tabler/icons-react'
import type { FrontDesk } from '../../../shared/contract/collect.ts'
import type { Language } from '../../../shared/contract/common.ts'
import type { Problem } from '../../../shared/result.ts'
import { call } from '../../api.ts'
import { go, hrefOf } from '../../app/routes.ts'
import { i18n } from '../../i18n/i18n.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { LeaveForm } from './leave-form.tsx'
import { SignUpForm, type Signed } from './sign-up-form.tsx'
import { useFrontDeskStore } from './use-front-desk-store.ts'
import { useHold } from './use-hold.ts'
import './front-desk.css'

/** The form speaks the customer's language, whatever the desk's is. */
const wordsIn = (language: Language) => i18n.getFixedT(language, 'collect')
export type DeskWords = ReturnType<typeof wordsIn>

const THANKS_MS = 10_000
const address = hrefOf({ screen: 'front-desk' })

/** Keeps the window here: back, forward and addresses lead nowhere until staff leave. */
const useStay = (): void => {
  useEffect(() => {
    const stay = () => { if (useFrontDeskStore.getState().locked && window.location.hash !== address) window.location.replace(address) }
    window.addEventListener('hashchange', stay)
    stay()
    return () => { window.removeEventListener('hashchange', stay) }
  }, [])
}

const Thanks = ({ desk, t, outcome, onDone }: { readonly desk: FrontDesk; readonly t: DeskWords; readonly outcome: Signed; readonly onDone: () => void }) => {
  useEffect(() => {
    const timer = window.setTimeout(onDone, THANKS_MS)
    return () => { window.clearTimeout(timer) }
  }, [onDone])
  return (
    <div className="fd-thanks" role="status">
      <IconCircleCheck size={72} stroke={1.5} aria-hidden />
      <p className="fd-lead">{t(`desk.${outcome}`)}</p>
      {desk.number === null ? null : <p>{t('desk.everStopped', { number: desk.number.replaceAll(' ', '\u00a0') })}</p>}
      <div className="fd-actions"><button type="button" className="fd-next" onClick={onDone}>{t('desk.done')}</button></div>
    </div>
  )
}

type Phase = { readonly kind: 'form'; readonly round: number } | { readonly kind: 'thanks'; readonly outcome: Signed } | { readonly kind: 'leaving' }

const Desk = ({ desk }: { readonly desk: FrontDesk }) => {
  const [language, setLanguage] = useState<Language>(desk.language)
  const [phase, setPhase] = useState<Phase>({ kind: 'form', round: 0 })
  const [hinted, setHinted] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const t = wordsIn(language)
  const leave = useCallback(() => {
    const { count, unlock } = useFrontDeskStore.getState()
    unlock()
    go({ screen: 'permission', part: 'collect', way: 'front-desk' }, { replace: true })
    notifyDone(i18n.t('collect:setup.count', { count }))
  }, [])
  // Each customer finds the form empty and in the shop's own language.
  const again = useCallback(() => { setLanguage(desk.language); setPhase({ kind: 'form', round: Date.now() }) }, [desk.language])
  const held = () => {
    if (desk.needsWord) setPhase({ kind: 'leaving' })
    else void call('collect.leaveFrontDesk', { word: '' }).then((answer) => { if (answer.ok) leave() })
  }
  const { holding, begin, end } = useHold(held, phase.kind !== 'leaving')
  // The word for leaving takes the focus itself.
  useEffect(() => { if (phase.kind !== 'leaving') heading.current?.focus() }, [phase])
  const title = phase.kind === 'thanks' ? t('desk.thanks') : phase.kind === 'leaving' ? t('desk.leaveTitle') : desk.businessName === '' ? t('desk.titleAnonymous') : t('desk.title', { name: desk.businessName })
  useEffect(() => { document.title = title }, [title])
  const signed = (outcome: Signed) => {
    useFrontDeskStore.getState().counted()
    setPhase({ kind: 'thanks', outcome })
  }
  return (
    <main className="fd" lang={language}>
      <header className="fd-head">
        <strong>{desk.businessName}</strong>
        <div role="group" aria-label={t('desk.language')} className="fd-languages">
          {(['en', 'fr'] as const).map((one) => <button key={one} type="button" lang={one} aria-pressed={language === one} onClick={() => { setLanguage(one) }}>{i18n.t(`ui:language.${one}`)}</button>)}
        </div>
      </header>
      <div className="fd-middle">
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {phase.kind === 'form' ? <SignUpForm key={phase.round} desk={desk} language={language} t={t} onSigned={signed} onEmpty={again} /> : null}
        {phase.kind === 'thanks' ? <Thanks desk={desk} t={t} outcome={phase.outcome} onDone={again} /> : null}
        {phase.kind === 'leaving' ? <LeaveForm t={t} onLeft={leave} onStay={again} /> : null}
      </div>
      <footer className="fd-foot">
        <button type="button" className="fd-staff" onPointerDown={begin} onPointerUp={end} onPointerLeave={end} onPointerCancel={end} onContextMenu={(event) => { event.preventDefault() }} onClick={() => { setHinted(true) }}>
          <IconLock size={16} aria-hidden /> {t('desk.staff')}
        </button>
        <span role="status">{holding ? t('desk.keepHolding') : hinted ? t('desk.hold') : ''}</span>
        <span className="fd-holding" data-on={holding || undefined} aria-hidden />
      </footer>
    </main>
  )
}

/** The form at the front desk: the whole window, for customers. */
export const FrontDeskScreen = () => {
  const [desk, setDesk] = useState<FrontDesk | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useStay()
  useEffect(() => {
    if (!useFrontDeskStore.getState().locked) useFrontDeskStore.getState().lock()
    // What the desk said in passing is not for customers.
    notifications.clean()
    void call('collect.openFrontDesk', {}).then((answer) => {
      if (answer.ok) setDesk(answer.value)
      else setProblem(answer.error)
    })
  }, [])
  if (problem !== null) return <div style={{ padding: 32 }}><ProblemAlert problem={problem} /></div>
  return desk === null ? null : <Desk desk={desk} />
}
