import { answersAmong } from '../consent/requests.ts'
import type { Context } from '../context.ts'
import { failureOf } from '../database/failures.ts'
import type { Replies } from '../sending/api.ts'
import type { Taken } from '../sending/replies.ts'
import { actOnAnswer, answeredByItself, answersOnlyUs } from './answers.ts'
import { readStop, suspendsBy } from './stops.ts'

/**
 * What replies mean for permission, before anybody else reads them: a YES to a question of ours, a sentence that asks to
 * stop. `next` reads them after that (inbox/). Inside the transaction that takes the message in; `wake` once something
 * that was queued there is on disk.
 */
export const permissionReader = (context: Context, next: Replies, wake: () => void): Replies => {
  const { db, log } = context
  let queued = false
  let changed = false

  const answer = (taken: Taken): void => {
    try {
      // One whose effects fail for a reason of its own must not stand in the way of all that come after it.
      db.transaction(() => {
        if (actOnAnswer(context, taken)) queued = true
      })()
    } catch (cause) {
      if (failureOf(cause) !== 'other') throw cause
      log.error('permission.answer-failed', { cause: String(cause) })
    }
  }

  return {
    understand(message) {
      const { answer: counted, byItself } = next.understand(message)
      // What may be a stop waits for a person, also where it is one of the shop's words.
      return { answer: counted, byItself: answeredByItself(db, message) || (byItself && suspendsBy(db, message) === null) }
    },
    isAnswer: (message) => answersOnlyUs(db, message),
    act(taken) {
      const read = readStop(context, taken)
      if (read === 'queued') queued = true
      if (read !== 'nothing') changed = true
      answer(taken)
      next.act(taken)
    },
    taken(replies) {
      const answers = answersAmong(db, replies.map(({ id }) => id))
      if (answers.size > 0 || queued) context.changed('asking', 'consent', 'contacts', 'messages', 'queue')
      if (queued) wake()
      if (changed) context.changed('optOuts', 'consent', 'contacts')
      queued = false
      changed = false
      // What was dealt with is no news to anybody's desktop; files are fetched all the same.
      next.taken(replies.filter(({ id, message }) => message.mediaCount > 0 || (answers.get(id) ?? 'late') === 'late'))
    },
  }
}
