import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { IconDots, IconEdit, IconFilter, IconListDetails, IconPlus, IconTrash } from '@tabler/icons-react'
import type { Segment } from '../../../shared/contract/segments.ts'
import { asksMessages } from '../../../shared/rules/segments/rule.ts'
import { RouteLink } from '../../app/route-link.tsx'
import { hrefOf } from '../../app/routes.ts'
import { callKey, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { GroupTabs } from '../../ui/group-tabs.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone, notifyUndo } from '../../ui/notify.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { useFreshPeople, useSentence } from './use-rule.ts'
import './segments.css'

/** How many people a segment has now. */
const Count = ({ segment }: { readonly segment: Segment }) => {
  const t = useWords('segments')
  const format = useFormat()
  const { data } = useCall('segments.count', { id: segment.id })
  useFreshPeople(callKey('segments.count', { id: segment.id }), asksMessages(segment.rule))
  return data === undefined ? <span className="dim">{t('counting')}</span> : <>{format.number(data.people)}</>
}

/** The segments: groups that keep themselves up to date. */
export const SegmentsScreen = () => {
  const t = useWords('segments')
  const sentence = useSentence()
  const { data: segments } = useCall('segments.all', {})
  const restore = useAction('segments.undoRemove', { onDone: ({ name }) => { notifyDone(t('restored', { name })) } })
  const remove = useAction('segments.remove')
  const removeSegment = ({ id, name }: Segment) => {
    remove.mutate({ id }, {
      onSuccess: ({ undoId, drafts }) => { notifyUndo(drafts === 0 ? t('removed', { name }) : t('removedDrafts', { name, count: drafts }), () => { restore.mutate({ undoId }) }) },
    })
  }
  const make = hrefOf({ screen: 'segment' })
  return (
    <Page header={<PageHeader title={t('title')} subtitle={t('subtitle')} actions={segments?.length ? <Button component="a" href={make} leftSection={<IconPlus size={16} aria-hidden />}>{t('create')}</Button> : undefined} />}>
      <GroupTabs here="segments" />
      {segments === undefined ? null : segments.length === 0 ? (
        <EmptyState icon={IconFilter} title={t('empty')} action={<NextButton component="a" href={make}>{t('create')}</NextButton>}>{t('emptyText')}</EmptyState>
      ) : (
        <table className="lists-table segments-table">
          <thead>
            <tr>
              <th scope="col">{t('table.name')}</th>
              <th scope="col">{t('table.rule')}</th>
              <th scope="col" data-align="end">{t('table.people')}</th>
              <th scope="col"><span className="visually-hidden">{t('table.actions')}</span></th>
            </tr>
          </thead>
          <tbody>
            {segments.map((segment) => (
              <tr key={segment.id}>
                <td><RouteLink className="list-name" to={{ screen: 'segment', segmentId: segment.id }}>{segment.name}</RouteLink></td>
                <td className="dim">{sentence(segment.rule)}</td>
                <td data-align="end"><Count segment={segment} /></td>
                <td>
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button size="compact-sm" component="a" href={hrefOf({ screen: 'compose', segmentId: segment.id })} aria-label={t('write', { name: segment.name })}>{t('writeShort')}</Button>
                    <Menu position="bottom-end" shadow="md">
                      <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('more', { name: segment.name })}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item component="a" href={hrefOf({ screen: 'contacts', segmentId: segment.id })} leftSection={<IconListDetails size={16} aria-hidden />}>{t('open')}</Menu.Item>
                        <Menu.Item component="a" href={hrefOf({ screen: 'segment', segmentId: segment.id })} leftSection={<IconEdit size={16} aria-hidden />}>{t('editShort')}</Menu.Item>
                        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => { removeSegment(segment) }}>{t('remove')}</Menu.Item>
                      </Menu.Dropdown>
                    </Menu>
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  )
}
