import type { EvidenceWords } from './words-shape.ts'

const about = { marketing: 'offers', service: 'service messages' } as const

export const english: EvidenceWords = {
  how: {
    'web-form': 'on a web form', paper: 'on a paper form', keyword: 'by texting a word', spoken: 'by word of mouth', purchase: 'when buying from you', import: 'as a list of yours says',
    reply: 'by text', carrier: 'as the carrier reported', 'by-hand': 'as you noted', other: '', 'front-desk': 'on the tablet at the front desk', inquiry: 'by asking you something',
    'import-undone': '', 'entry-undone': '', expired: '',
  },
  agreed: (who, purpose, date, how) => `You may send ${about[purpose]} to ${who}: they agreed on ${date}${how}.`,
  endsOn: (date) => `This ends by itself on ${date}.`,
  neverSaid: (who, purpose) => `No: ${who} never agreed to ${about[purpose]}. Nothing is on record.`,
  stopped: (who, purpose, date, how) => `No: ${who} said stop to ${about[purpose]} on ${date}${how}.`,
  stoppedElsewhere: (who, purpose, date) => `No: ${who} said stop to ${about[purpose]} on ${date}, from another number of theirs.`,
  takenBack: (who, purpose, date) => `No: what said that ${who} agreed to ${about[purpose]} was taken back on ${date}.`,
  expired: (who, purpose, date) => `No: ${who} never agreed to ${about[purpose]} in so many words, and what stood for it ended by itself on ${date}.`,
  erased: (date) => `No: this number was erased on request on ${date}, and nothing was said since.`,
  suspended: (who, date) => `Not now: ${who} wrote something on ${date} that reads like a stop, and nobody has decided yet.`,
  recordBroken: (who, purpose) => `No: what is on record of ${who} and ${about[purpose]} is not as it was written, so it proves nothing.`,
  asked: (date) => `They were asked on ${date} and have not answered yet.`,
}
