import { useState } from 'react'
import { Button, Group } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyUndo, notifyDone } from '../../ui/notify.tsx'
import { DuplicateGroupCard } from './duplicate-group.tsx'

/** Entries that are likely one person, one question after the other. */
export const DuplicatesTab = () => {
  const t = useWords('people')
  const format = useFormat()
  const [at, setAt] = useState(0)
  const { data: page } = useCall('people.duplicates', { offset: at, limit: 1 }, { keepPrevious: true })
  const [now] = useState(Date.now)
  const look = useAction('people.findDuplicates', { onDone: () => { setAt(0) } })
  const undo = useAction('people.undo', { onDone: () => { notifyDone(t('changes.undone')) } })
  const ask = useAction('people.maybeSame', { onDone: () => { notifyDone(t('duplicates.backAgain')) } })
  const merge = useAction('people.merge', {
    onDone: (change) => { notifyUndo(t('duplicates.merged', { count: change.people }), () => { undo.mutate({ id: change.id }) }) },
  })
  const different = useAction('people.notSame', {
    onDone: (_, { ids }) => { notifyUndo(t('duplicates.remembered'), () => { ask.mutate({ ids }) }) },
  })
  if (page === undefined) return null
  const start = (label: string) => <NextButton loading={look.isPending || page.looking} onClick={() => { look.mutate({}) }}>{label}</NextButton>
  if (page.lookedAt === null) return <EmptyState icon={IconUsersGroup} title={t('duplicates.none')} action={start(t('duplicates.look'))}>{t('duplicates.noneText')}</EmptyState>
  if (page.total === 0) {
    return (
      <EmptyState icon={IconUsersGroup} title={t('duplicates.clean')} action={<Button loading={look.isPending || page.looking} onClick={() => { look.mutate({}) }}>{t('duplicates.again')}</Button>}>
        {t('duplicates.cleanText', { when: format.relative(page.lookedAt, Math.max(now, page.lookedAt)) })}
      </EmptyState>
    )
  }
  // The last question was answered: the one before it is the last now.
  const last = page.total - 1
  if (at > last) setAt(last)
  const group = page.rows[0]
  return (
    <div className="tidy">
      <Group justify="space-between">
        <Group gap="xs">
          <Button disabled={at === 0} onClick={() => { setAt(at - 1) }}>{t('duplicates.previous')}</Button>
          <span role="status" style={{ minWidth: 96, textAlign: 'center' }}>{t('duplicates.position', { at: Math.min(at, last) + 1, total: page.total })}</span>
          <Button disabled={at >= last} onClick={() => { setAt(at + 1) }}>{t('duplicates.next')}</Button>
        </Group>
        <Button variant="subtle" loading={look.isPending || page.looking} onClick={() => { look.mutate({}) }}>{t('duplicates.again')}</Button>
      </Group>
      {group === undefined ? null : (
        <DuplicateGroupCard
          key={group.ids.join()}
          group={group}
          busy={merge.isPending || different.isPending}
          onMerge={(decision) => { merge.mutate(decision) }}
          onDifferent={() => { different.mutate({ ids: [...group.ids] }) }}
        />
      )}
      {page.more ? <p className="dim">{t('duplicates.more', { total: page.total })}</p> : null}
    </div>
  )
}
