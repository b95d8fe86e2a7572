import { lazy, Suspense, useEffect } from 'react'
import { MantineProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import 'dayjs/locale/fr'
import { followCore, queryClient, useCall } from '../api.ts'
import { setLocale } from '../i18n/format.ts'
import { useWords } from '../i18n/i18n.ts'
import { ProblemAlert } from '../ui/problem-alert.tsx'
import { FirstRun } from '../features/first-run/first-run.tsx'
import { Recovery } from '../features/recovery/recovery.tsx'
import { useFrontDeskStore } from '../features/front-desk/use-front-desk-store.ts'
import { useRoute } from './routes.ts'
import { Shell } from './shell.tsx'
import { cssVariables, theme } from './theme.ts'

const FrontDeskScreen = lazy(async () => ({ default: (await import('../features/front-desk/front-desk-screen.tsx')).FrontDeskScreen }))

/** Which of these there is to show: a book that does not open, the first run, the form that customers fill in, or the desk. */
const Door = () => {
  const t = useWords('app')
  const start = useCall('settings.start', {})
  const ready = start.data?.state === 'ready'
  const settings = useCall('settings.get', {}, { enabled: ready })
  const route = useRoute()
  const locked = useFrontDeskStore(({ locked: on }) => on)
  const problem = start.error ?? settings.error
  if (problem) return <div style={{ padding: 32 }}><ProblemAlert problem={problem} /></div>
  if (start.data?.state === 'problem') return <Recovery problem={start.data} />
  if (!ready || settings.data === undefined) return <p className="visually-hidden" role="status">{t('opening')}</p>
  // Whatever address the window is led to meanwhile, customers see nothing of the desk.
  if (settings.data.firstRunDone && (locked || route.screen === 'front-desk')) return <Suspense fallback={null}><FrontDeskScreen /></Suspense>
  return settings.data.firstRunDone ? <Shell settings={settings.data} /> : <FirstRun settings={settings.data} />
}

/** The theme and the language follow the settings from the moment they are known. */
const Themed = () => {
  const { data: settings } = useCall('settings.get', {})
  const language = settings?.language
  const country = settings?.country
  useEffect(() => {
    if (language !== undefined) setLocale(language, country ?? '')
  }, [language, country])
  const forced = settings?.theme === 'light' || settings?.theme === 'dark' ? settings.theme : undefined
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" {...(forced === undefined ? {} : { forceColorScheme: forced })}>
      <DatesProvider settings={{ locale: language ?? 'en', firstDayOfWeek: country === 'US' || country === 'CA' ? 0 : 1 }}>
        {/* At the foot stand the bar of what is selected, the Send button and the import that runs. */}
        <Notifications position="top-center" containerWidth={400} limit={4} />
        <Door />
      </DatesProvider>
    </MantineProvider>
  )
}

export const App = () => {
  useEffect(followCore, [])
  return (
    <QueryClientProvider client={queryClient}>
      <Themed />
    </QueryClientProvider>
  )
}
