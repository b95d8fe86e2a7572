import { useMemo, useState } from 'react'
import { ActionIcon, Button, Group, Menu, Select } from '@mantine/core'
import { IconAddressBook, IconArrowsSort, IconDeviceMobileOff, IconDots, IconFileExport, IconFileImport, IconHistory, IconSearchOff, IconUserPlus, IconUsersGroup } from '@tabler/icons-react'
import type { ContactRow } from '../../../shared/contract/contacts.ts'
import { consentState } from '../../../shared/contract/consent.ts'
import { go, hrefOf, type Route } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConsentBadge } from '../../ui/consent-badge.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { useSelection } from '../../ui/use-selection.ts'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { AddPerson } from './add-person.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { ContactDrawer } from './contact-drawer.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { nameOf } from './name-of.ts'
import { filterOf, useContactsStore, type ContactsView } from './use-contacts-store.ts'
import './contacts.css'

type ContactsRoute = Extract<Route, { screen: 'contacts' }>

/** As the table is sorted: last name first. */
const SortedName = ({ row }: { readonly row: ContactRow }) => {
  const t = useWords('contacts')
  if (nameOf(row) === '') return <span className="dim">{t('noName')}</span>
  return <span className="sorted-name" title={nameOf(row)}><b>{row.lastName}</b>{row.lastName === '' || row.firstName === '' ? '' : ', '}{row.firstName}</span>
}

const More = ({ onExport, canExport }: { readonly onExport: () => void; readonly canExport: boolean }) => {
  const t = useWords('contacts')
  const size = { size: 16, 'aria-hidden': true } as const
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target><ActionIcon variant="default" size={36} aria-label={t('more.label')}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileExport {...size} />} disabled={!canExport} onClick={onExport}>{t('more.export')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item component="a" href={hrefOf({ screen: 'tidy', part: 'duplicates' })} leftSection={<IconUsersGroup {...size} />}>{t('more.duplicates')}</Menu.Item>
        <Menu.Item component="a" href={hrefOf({ screen: 'tidy', part: 'unreachable' })} leftSection={<IconDeviceMobileOff {...size} />}>{t('more.unreachable')}</Menu.Item>
        <Menu.Item component="a" href={hrefOf({ screen: 'tidy', part: 'changes' })} leftSection={<IconHistory {...size} />}>{t('more.changes')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const useColumns = (): readonly Column<ContactRow>[] => {
  const t = useWords('contacts')
  const format = useFormat()
  return useMemo(
    () => [
      { key: 'name', header: t('column.name'), width: 'minmax(140px, 2fr)', cell: (row) => <SortedName row={row} /> },
      { key: 'number', header: t('column.number'), width: 'minmax(132px, 1fr)', cell: (row) => format.phone(row.number) },
      { key: 'marketing', header: t('column.marketing'), width: '112px', cell: (row) => <ConsentBadge quiet state={row.marketing} /> },
      { key: 'service', header: t('column.service'), width: '112px', cell: (row) => <ConsentBadge quiet state={row.service} /> },
      { key: 'tags', header: t('column.tags'), width: 'minmax(80px, 1.4fr)', cell: (row) => row.tags.map((tag) => <span key={tag} className="tag">{tag}</span>) },
      { key: 'email', header: t('column.email'), width: 'minmax(120px, 1.4fr)', from: 900, cell: (row) => <span className="dim">{row.email}</span> },
    ],
    [t, format],
  )
}

/** The table with these filters and nobody in hand. */
const addressOf = ({ listId, segmentId, tag }: { readonly listId: number | undefined; readonly segmentId: number | undefined; readonly tag: string | undefined }): ContactsRoute => ({
  screen: 'contacts', ...(listId === undefined ? {} : { listId }), ...(segmentId === undefined ? {} : { segmentId }), ...(tag === undefined ? {} : { tag }),
})

const Filters = ({ route }: { readonly route: ContactsRoute }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const view = useContactsStore()
  const { data: lists = [] } = useCall('lists.all', {})
  const { data: tags = [] } = useCall('contacts.tags', {})
  const { data: segments = [] } = useCall('segments.all', {})
  const choose = (change: { listId?: number | undefined; segmentId?: number | undefined; tag?: string | undefined }) => {
    go(addressOf({ listId: route.listId, segmentId: route.segmentId, tag: route.tag, ...change }), { replace: true })
  }
  const clear = { clearButtonProps: { 'aria-label': u('clear') }, clearable: true, w: 160 } as const
  return (
    <div className="contacts-tools">
      <SearchField label={t('search')} value={view.query} onChange={(query) => { view.set({ query }) }} delayMs={60} width="auto" />
      {lists.length === 0 && route.listId === undefined ? null : (
        <Select {...clear} searchable aria-label={t('filterList')} placeholder={t('anyList')} data={lists.map((list) => ({ value: String(list.id), label: list.name }))}
          value={route.listId === undefined ? null : String(route.listId)} onChange={(id) => { choose({ listId: id === null ? undefined : Number(id) }) }} />
      )}
      {segments.length === 0 && route.segmentId === undefined ? null : (
        <Select {...clear} searchable aria-label={t('filterSegment')} placeholder={t('anySegment')} data={segments.map((segment) => ({ value: String(segment.id), label: segment.name }))}
          value={route.segmentId === undefined ? null : String(route.segmentId)} onChange={(id) => { choose({ segmentId: id === null ? undefined : Number(id) }) }} />
      )}
      {tags.length === 0 && route.tag === undefined ? null : (
        <Select {...clear} searchable aria-label={t('filterTag')} placeholder={t('anyTag')} data={tags.map(({ tag }) => tag)} value={route.tag ?? null} onChange={(tag) => { choose({ tag: tag ?? undefined }) }} limit={200} />
      )}
      <Select {...clear} aria-label={t('filterConsent')} placeholder={t('anyConsent')} data={consentState.options.map((state) => ({ value: state, label: `${t('filterConsent')}: ${u(`consent.${state}`)}` }))}
        value={view.marketing} onChange={(state) => { view.set({ marketing: state }) }} w={164} />
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={`${t('sort')}: ${view.sort === 'name' ? t('byName') : t('byRecent')}`}><IconArrowsSort size={16} aria-hidden /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup value={view.sort} onChange={(sort) => { view.set({ sort: sort as ContactsView['sort'] }) }}>
            <Menu.RadioItem value="name">{t('byName')}</Menu.RadioItem>
            <Menu.RadioItem value="recent">{t('byRecent')}</Menu.RadioItem>
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

/** Everybody in the book: a table of any length, search as you type, the person in hand on the right. */
export const ContactsScreen = ({ route }: { readonly route: ContactsRoute }) => {
  const t = useWords('contacts')
  const view = useContactsStore()
  const columns = useColumns()
  const { data: today } = useCall('today.get', {})
  const { listId, segmentId, tag } = route
  const here = useMemo(() => addressOf({ listId, segmentId, tag }), [listId, segmentId, tag])
  const filter = useMemo(() => filterOf(view, here), [view, here])
  const pages = usePages('contacts.page', { filter, sort: view.sort })
  const selection = useSelection(filter, pages.total, pages.rowAt)
  const filtered = Object.keys(filter).length > 0
  const nobody = !pages.loading && pages.total === 0
  const bookEmpty = nobody && !filtered
  const [exporting, setExporting] = useState(false)

  const close = () => { go(here, { replace: true }) }
  const showAll = () => { view.clear(); go({ screen: 'contacts' }, { replace: true }) }
  const subtitle = pages.loading ? ' ' : filtered ? t('found', { count: pages.total }) : t('count', { count: today?.contacts ?? pages.total })

  return (
    <Page
      fill
      header={
        <PageHeader
          title={t('title')}
          subtitle={bookEmpty ? undefined : <span role="status">{subtitle}</span>}
          actions={bookEmpty ? undefined : (
            <Group gap="xs">
              <Button leftSection={<IconFileImport size={16} aria-hidden />} component="a" href={hrefOf({ screen: 'import' })}>{t('import')}</Button>
              <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => { go({ ...here, adding: true }) }}>{t('add')}</Button>
              <More canExport={pages.total > 0} onExport={() => { setExporting(true) }} />
            </Group>
          )}
        />
      }
    >
      {bookEmpty ? (
        <EmptyState
          icon={IconAddressBook}
          title={t('empty.title')}
          action={(
            <Group>
              <NextButton component="a" href={hrefOf({ screen: 'import' })}>{t('import')}</NextButton>
              <Button onClick={() => { go({ ...here, adding: true }) }}>{t('add')}</Button>
            </Group>
          )}
        >
          {t('empty.text')}
        </EmptyState>
      ) : (
        <>
          <Filters route={route} />
          {pages.problem === null ? null : <div className="contacts-note"><ProblemAlert problem={pages.problem} /></div>}
          {nobody ? (
            <EmptyState icon={IconSearchOff} title={t('empty.none')} action={<Button onClick={showAll}>{t('empty.clear')}</Button>}>{t('empty.noneText')}</EmptyState>
          ) : (
            <VirtualTable
              label={t('table')}
              columns={columns}
              total={pages.total}
              rowAt={pages.rowAt}
              onRange={pages.onRange}
              keyOf={(row) => row.id}
              onOpen={(row) => { go({ ...here, contactId: row.id }) }}
              selection={selection.table}
              currentKey={route.contactId ?? null}
              resetKey={JSON.stringify([filter, view.sort])}
            />
          )}
          {selection.who === null ? null : <BulkBar who={selection.who} count={selection.count} {...(route.listId === undefined ? {} : { listId: route.listId })} onClear={selection.clear} />}
        </>
      )}
      <AddPerson opened={route.adding === true} onClose={close} onAdded={(id) => { go({ ...here, contactId: id }, { replace: true }) }} />
      <ExportDialog who={{ filter }} count={pages.total} opened={exporting} onClose={() => { setExporting(false) }} />
      <ContactDrawer contactId={route.contactId ?? null} onClose={close} />
    </Page>
  )
}
