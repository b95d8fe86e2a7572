import { parseArgs } from 'node:util'

export type DemoArguments = {
  /** A CSV or TSV file; null: the sample list. */
  readonly list: string | null
  readonly message: string
  /** How many times faster than life the clock runs. */
  readonly speed: number
  readonly seed: number
  /** Where the data goes; null: a folder that is thrown away. */
  readonly data: string | null
  readonly json: boolean
}

export const usage = `Deskbell's main job in a terminal: import a list, write, send through the practice carrier, follow every message.

  npm run demo -- [--list FILE.csv] [--message TEXT] [--speed N] [--seed N] [--data FOLDER] [--json]

  --list FILE    a CSV or TSV file of your own; without it a sample list of about 500 messy rows
  --message TEXT merge fields in Liquid, e.g. 'Hi {{ first_name | default: "there" }}!'
  --speed N      how many times faster than life (default 40; up to 1000)
  --seed N       the same seed, the same people and carriers (default 1)
  --data FOLDER  keep everything there; run again to see what it remembers
  --json         print one JSON object at the end and nothing else on standard output`

const DEFAULT_MESSAGE =
  'Hi {{ first_name | default: "there" }}, fresh croissants from 7 tomorrow: show this text and the coffee is on us. {{ business }}. Reply STOP to opt out.'

/** Reads the command line. @throws Error with a sentence for people. */
export const readArguments = (argv: readonly string[]): DemoArguments | 'help' => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      list: { type: 'string' }, message: { type: 'string' }, speed: { type: 'string' }, seed: { type: 'string' }, data: { type: 'string' },
      json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    list: values.list ?? null,
    message: values.message ?? DEFAULT_MESSAGE,
    speed: number('--speed', values.speed, 40, 0.1, 1000),
    seed: number('--seed', values.seed, 1, 0, 2 ** 32 - 1),
    data: values.data ?? null,
    json: values.json,
  }
}

const number = (name: string, text: string | undefined, otherwise: number, least: number, most: number): number => {
  if (text === undefined) return otherwise
  const value = Number(text)
  if (!Number.isFinite(value) || value < least || value > most) throw new Error(`${name} takes a number from ${least} to ${most}, not “${text}”.`)
  return value
}
