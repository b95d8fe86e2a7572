/** The sample list as a file, and imported in one go for the first run and the demo. */
import { writeFileSync } from 'node:fs'
import type { FileTicket } from '../../../shared/contract/common.ts'
import type { ImportRun } from '../../../shared/contract/imports.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { inspect } from './inspect.ts'
import { asProblem, startImport } from './run.ts'
import { sampleListCsv } from './sample-list.ts'

const WORDS = {
  en: {
    file: 'Sample list.csv',
    list: 'Sample list',
    source: 'Sample list of Deskbell; these people are invented.',
    disclosure: 'I agree to receive offers and appointment reminders by text message from {business}. Message frequency varies. Message and data rates may apply. Reply STOP to stop, HELP for help. Consent is not a condition of purchase.',
  },
  fr: {
    file: 'Liste d’exemple.csv',
    list: 'Liste d’exemple',
    source: 'Liste d’exemple de Deskbell ; ces personnes sont inventées.',
    disclosure: 'J’accepte de recevoir par SMS des offres et des rappels de rendez-vous de {business}. Fréquence variable, prix d’un SMS selon votre opérateur. Répondez STOP pour ne plus en recevoir, AIDE pour de l’aide. Cet accord n’est pas une condition d’achat.',
  },
} as const

/** The sample list as a file of its own, for the business's country. */
export const sampleFile = (ctx: Context): FileTicket => {
  const { country, language } = ctx.settings()
  const place = ctx.files.create(WORDS[language].file)
  writeFileSync(place.path, `\ufeff${sampleListCsv(country)}`)
  return place.done()
}

/**
 * Imports the sample list to its end: into a list of its own, the guessed columns, consent to both purposes for the
 * rows that opted in.
 */
export const importSample = async (ctx: Context): Promise<Result<ImportRun>> => {
  const settings = ctx.settings()
  const words = WORDS[settings.language]
  try {
    const { fileId } = sampleFile(ctx)
    const found = await inspect(ctx.db, ctx.files.path(fileId) as string, {}, settings)
    const started = startImport(ctx, {
      fileId,
      reading: found.reading,
      mapping: found.columns.map(({ guess }) => guess),
      list: { name: words.list },
      tags: [],
      consent: {
        purposes: ['marketing', 'service'],
        method: 'web-form',
        occurredAt: ctx.clock.now(),
        disclosure: words.disclosure.replace('{business}', settings.businessName === '' ? 'Deskbell' : settings.businessName),
        source: words.source,
        onlyWhereOptedIn: true,
      },
      onConflict: 'fill',
    })
    if (!started.ok) return started
    const run = await started.value.ended
    return run.state === 'done' ? ok(run) : ctx.problem('imports-interrupted')
  } catch (error) {
    return asProblem(ctx, error)
  }
}
