import { Button } from '@mantine/core'
import { IconDeviceTablet, IconFileImport, IconMessage2, IconMicrophone, IconPrinter, IconSignature, IconWorldWww, type Icon } from '@tabler/icons-react'
import { hrefOf, type Route, type Way } from '../../app/routes.ts'
import { RouteLink } from '../../app/route-link.tsx'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { FrontDeskWay } from './collect/front-desk-way.tsx'
import { PaperWay } from './collect/paper-way.tsx'
import { PosterWay } from './collect/poster-way.tsx'
import { SpokenWay } from './collect/spoken-way.tsx'
import { useSignUpWords } from './collect/use-sign-up-words.ts'
import { WebsiteWay } from './collect/website-way.tsx'
import { WordWay } from './collect/word-way.tsx'
import './collect/collect.css'

const cards = [
  { way: 'word', icon: IconMessage2 },
  { way: 'poster', icon: IconPrinter },
  { way: 'front-desk', icon: IconDeviceTablet },
  { way: 'website', icon: IconWorldWww },
  { way: 'paper', icon: IconSignature },
  { way: 'spoken', icon: IconMicrophone },
  { way: 'import', icon: IconFileImport },
] as const satisfies readonly { readonly way: Way | 'import'; readonly icon: Icon }[]

const routeOf = (way: Way | 'import'): Route => (way === 'import' ? { screen: 'import' } : { screen: 'permission', part: 'collect', way })

/** All ways, with what each is good for. The one thing to do next is a word, where there is none. */
const Ways = () => {
  const t = useWords('collect')
  const words = useSignUpWords()
  if (words === undefined) return null
  return (
    <>
      <p className="collect-lead">{t('lead')}</p>
      <div className="collect-cards">
        {cards.map(({ way, icon: WayIcon }) => {
          const first = way === 'word' && words.length === 0
          const action = first ? t('ways.word.first') : t(`ways.${way}.action`)
          return (
            <section key={way} className="panel collect-card" aria-labelledby={`way-${way}`}>
              <WayIcon size={24} stroke={1.5} aria-hidden />
              <h2 id={`way-${way}`}>{t(`ways.${way}.title`)}</h2>
              <p>{t(`ways.${way}.text`)}</p>
              <p className="dim"><strong>{t('best')}</strong> {t(`ways.${way}.best`)}</p>
              {way === 'word' && words.length > 0 ? <p className="collect-count">{words.slice(0, 3).map(({ word, people }) => t('wordPeople', { word, count: people })).join(' · ')}</p> : null}
              {first ? <NextButton component="a" href={hrefOf(routeOf(way))}>{action}</NextButton> : <Button component="a" href={hrefOf(routeOf(way))} aria-describedby={`way-${way}`}>{action}</Button>}
            </section>
          )
        })}
      </div>
    </>
  )
}

const PageOf = ({ way }: { readonly way: Way }) => {
  switch (way) {
    case 'word':
      return <WordWay />
    case 'poster':
      return <PosterWay />
    case 'website':
      return <WebsiteWay />
    case 'front-desk':
      return <FrontDeskWay />
    case 'paper':
      return <PaperWay />
    case 'spoken':
      return <SpokenWay />
  }
}

/** Collecting: the ways, or one of them. */
export const CollectTab = ({ way }: { readonly way: Way | undefined }) => {
  const t = useWords('collect')
  if (way === undefined) return <Ways />
  return (
    <div className="collect-way">
      <RouteLink to={{ screen: 'permission', part: 'collect' }} className="collect-back">← {t('all')}</RouteLink>
      <h2>{t(`ways.${way}.title`)}</h2>
      <PageOf way={way} />
    </div>
  )
}
