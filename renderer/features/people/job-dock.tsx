import { useEffect, useState } from 'react'
import { Button, Progress } from '@mantine/core'
import type { Job } from '../../../shared/contract/people.ts'
import { useAction, useCall, useEvent } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import './people.css'

/** Work shorter than this needs no sign. */
const patienceMs = 400

/** The sign that long work on people is under way, on every screen, with its stop. */
export const JobDock = () => {
  const t = useWords('people')
  const { data: known } = useCall('people.jobs', {})
  const [told, setTold] = useState<Job | null>(null)
  const [shown, setShown] = useState(false)
  useEvent('people.progress', setTold)
  const stop = useAction('people.stop')
  const job = told ?? known?.[0] ?? null
  const running = job !== null && !job.ended
  const id = running ? job.id : null
  useEffect(() => {
    const later = id === null ? null : setTimeout(() => { setShown(true) }, patienceMs)
    return () => {
      if (later !== null) clearTimeout(later)
      setShown(false)
    }
  }, [id])
  if (!running || !shown) return null
  return (
    <section className="job-dock" aria-label={t(`job.${job.kind}`)}>
      <div className="job-dock-line">
        <span>{t(`job.${job.kind}`)}</span>
        {/* Once erasing has begun, half of it would be worse than all. */}
        {job.kind === 'erase' ? null : <Button size="compact-xs" loading={stop.isPending} onClick={() => { stop.mutate({ id: job.id }) }}>{t('job.stop')}</Button>}
      </div>
      <Progress size={4} color="ink" value={job.total === 0 ? 0 : (job.done / job.total) * 100} aria-label={t(`job.${job.kind}`)} />
      {job.total === 0 || job.kind === 'erase' ? null : <span className="dim">{t('job.progress', { done: job.done, total: job.total })}</span>}
    </section>
  )
}
