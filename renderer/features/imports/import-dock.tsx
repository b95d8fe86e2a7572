/** What the import needs on every screen: a place to drop a file, and the sign that one is running. */
import { useEffect, useState } from 'react'
import { Progress } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { go, hrefOf, useRoute } from '../../app/routes.ts'
import { queryClient, useCall, useEvent } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { i18n, useWords } from '../../i18n/i18n.ts'
import { notifyProblem } from '../../ui/notify.tsx'
import { bringFiles } from './bring-files.ts'
import './imports.css'

const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true

/** A file dropped anywhere on the window opens the import. True while one hovers. */
const useFileDrop = (): boolean => {
  const [hovers, setHovers] = useState(false)
  useEffect(() => {
    // Entering a child leaves its parent: only the balance says whether the file is still here.
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!carriesFile(event)) return
      event.preventDefault()
      depth += 1
      setHovers(true)
    }
    const over = (event: DragEvent) => { if (carriesFile(event)) event.preventDefault() }
    const leave = (event: DragEvent) => {
      if (!carriesFile(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setHovers(false)
    }
    const drop = (event: DragEvent) => {
      if (!carriesFile(event)) return
      event.preventDefault()
      depth = 0
      setHovers(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      go({ screen: 'import' })
      bringFiles(files).catch(() => { notifyProblem({ code: 'imports-drop', message: i18n.t('imports:choose.dropFailed'), fix: i18n.t('imports:choose.dropFailedFix') }) })
    }
    const handlers = [['dragenter', enter], ['dragover', over], ['dragleave', leave], ['drop', drop]] as const
    for (const [name, handler] of handlers) window.addEventListener(name, handler)
    return () => { for (const [name, handler] of handlers) window.removeEventListener(name, handler) }
  }, [])
  return hovers
}

const RunningSign = () => {
  const t = useWords('imports')
  const format = useFormat()
  const route = useRoute()
  const { data: runs } = useCall('imports.all', {})
  useEvent('import.progress', (run) => {
    // Core tells of progress run by run; the list of all is only asked again when one begins or ends.
    queryClient.setQueryData(['imports', 'imports.all', {}], (all: typeof runs) => all?.map((one) => (one.id === run.id ? run : one)))
  })
  const run = runs?.find(({ state }) => state === 'running' || state === 'undoing')
  if (run === undefined || (route.screen === 'import' && route.importId === run.id)) return null
  return (
    <a className="import-dock" href={hrefOf({ screen: 'import', importId: run.id })} title={t('running.indicatorTo')}>
      <span>{t('running.indicator', { percent: format.percent(Math.floor(run.progress * 100) / 100) })}</span>
      <Progress size={4} color="ink" value={run.progress * 100} aria-label={t('running.progress')} />
    </a>
  )
}

export const ImportDock = () => {
  const t = useWords('imports')
  const hovers = useFileDrop()
  return (
    <>
      <RunningSign />
      {hovers ? (
        <div className="import-overlay" role="status">
          <IconFileImport size={40} stroke={1.25} aria-hidden />
          {t('choose.dropAnywhere')}
          <p>{t('choose.dropAnywhereText')}</p>
        </div>
      ) : null}
    </>
  )
}
