import { z } from 'zod'
import { frontDeskFields, posterFields, websiteFields, type CollectKept, type FrontDesk, type FrontDeskFields } from '../../../shared/contract/collect.ts'
import { purpose } from '../../../shared/contract/common.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import { suggestedDisclosure } from '../consent/disclosures.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'
import { paperOf } from '../files/pdf.ts'

/** What the ways of collecting were set to last; nobody's name or number is among it. */

const words = { marketing: '', service: '' } as const
const deskDefaults: FrontDeskFields = { purposes: ['marketing', 'service'], words: { en: words, fr: words }, leaveWord: '' }
const paperDefaults = z.object({ kept: z.string(), words: z.object({ marketing: z.string(), service: z.string() }), purposes: z.array(purpose) })

/** What is there and still fits; an older version's may not. */
const read = <T>(db: Db, key: string, schema: z.ZodType<T>): T | null => {
  const found = schema.safeParse(readSetting(db, key))
  return found.success ? found.data : null
}

export const readFrontDesk = (db: Db): FrontDeskFields => read(db, 'collect-front-desk', frontDeskFields) ?? deskDefaults

export const readKept = (db: Db, { businessName, country }: Pick<Settings, 'businessName' | 'country'>): CollectKept => ({
  poster: read(db, 'collect-poster', posterFields),
  sheet: paperOf(country),
  website: read(db, 'collect-website', websiteFields),
  frontDesk: readFrontDesk(db),
  suggested: frontDeskWords(deskDefaults, businessName),
  paper: read(db, 'collect-paper', paperDefaults),
})

export const keep = <K extends 'poster' | 'website' | 'frontDesk' | 'paper'>(db: Db, what: K, value: NonNullable<CollectKept[K]>): void => {
  writeSetting(db, { poster: 'collect-poster', website: 'collect-website', frontDesk: 'collect-front-desk', paper: 'collect-paper' }[what], value)
}

/** The wordings the form shows: the owner's, else the suggested ones. */
export const frontDeskWords = ({ words: own }: FrontDeskFields, businessName: string): FrontDesk['words'] => {
  const of = (language: 'en' | 'fr') => ({
    marketing: own[language].marketing || suggestedDisclosure('marketing', language, businessName),
    service: own[language].service || suggestedDisclosure('service', language, businessName),
  })
  return { en: of('en'), fr: of('fr') }
}
