import { useEffect, useState } from 'react'
import type { CallInput } from '../../../shared/contract/index.ts'
import type { ImportCheck } from '../../../shared/contract/imports.ts'
import type { Problem } from '../../../shared/result.ts'
import { call } from '../../api.ts'

/** Between two looks at how far it is. */
const ASK_MS = 200

export type Followed = { readonly check: ImportCheck | null; readonly problem: Problem | null }

/** A dry run of this request for as long as the component stands; a new one when the request changes or `round` does. */
export const useCheck = (request: CallInput<'imports.check'>, round: number): Followed => {
  const key = JSON.stringify({ request, round })
  const [followed, setFollowed] = useState<Followed & { readonly key: string }>({ key, check: null, problem: null })
  useEffect(() => {
    let left = false
    let id: string | null = null
    const follow = async () => {
      const begun = await call('imports.check', (JSON.parse(key) as { request: CallInput<'imports.check'> }).request)
      if (!begun.ok) {
        if (!left) setFollowed({ key, check: null, problem: begun.error })
        return
      }
      id = begun.value.id
      for (let check = begun.value; !left; ) {
        setFollowed({ key, check, problem: null })
        if (check.state !== 'running') return
        await new Promise((resolve) => { setTimeout(resolve, ASK_MS) })
        const next = await call('imports.checked', { id })
        if (!next.ok) {
          // Left behind by a newer one: its figures are the ones that count.
          if (!left) setFollowed({ key, check: null, problem: next.error })
          return
        }
        check = next.value
      }
      void call('imports.endCheck', { id })
    }
    void follow()
    return () => {
      left = true
      if (id !== null) void call('imports.endCheck', { id })
    }
  }, [key])
  return followed.key === key ? followed : { check: followed.check, problem: null }
}
