/** Where the window is. The address lives in location.hash, so that back and forward work everywhere. */
import { useSyncExternalStore } from 'react'

export type Route =
  | { readonly screen: 'today' }
  | { readonly screen: 'contacts'; readonly contactId?: number; readonly listId?: number; readonly segmentId?: number; readonly tag?: string; readonly adding?: boolean }
  | { readonly screen: 'lists'; readonly section?: 'segments' | 'fields' }
  /** Without a number, a new one. */
  | { readonly screen: 'segment'; readonly segmentId?: number }
  | { readonly screen: 'tidy'; readonly part: 'duplicates' | 'unreachable' | 'changes' }
  | { readonly screen: 'import'; readonly importId?: number }
  | { readonly screen: 'compose'; readonly campaignId?: number; readonly listId?: number; readonly segmentId?: number; readonly contactId?: number }
  | { readonly screen: 'campaigns' }
  | { readonly screen: 'campaign'; readonly campaignId: number }
  | { readonly screen: 'log'; readonly campaignId?: number; readonly contactId?: number; readonly messageId?: number; readonly problems?: boolean }
  | { readonly screen: 'results'; readonly campaignId?: number; readonly firstId?: number; readonly withId?: number }
  | { readonly screen: 'inbox'; readonly number?: string; readonly part?: 'words' | 'answers' | 'settings' }
  | { readonly screen: 'permission'; readonly part?: 'collect' | 'words' | 'stops' | 'rules'; readonly number?: string; /** Of collecting. */ readonly way?: Way }
  /** What customers see: without anything of the desk around it. */
  | { readonly screen: 'front-desk' }
  | { readonly screen: 'settings'; readonly section?: 'account' | 'senders' | 'hours' | 'carrier' }

/** The ways to collect consent that have a page of their own. */
export const ways = ['word', 'poster', 'website', 'front-desk', 'paper', 'spoken'] as const
export type Way = (typeof ways)[number]

export type Screen = Route['screen']

const whole = (text: string | null | undefined): number | undefined => (text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined)

/** A part of an address as it was before it was put into one. */
const textOf = (part: string | undefined): string | undefined => {
  try {
    return part === undefined || part === '' ? undefined : decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/** The route of an address such as "#/contacts/12?list=3"; what is not understood leads to today. */
export const parseRoute = (hash: string): Route => {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const [head = '', second, third] = path.split('/')
  const query = new URLSearchParams(search)
  const id = whole(second)
  const has = <K extends string, V>(key: K, value: V | undefined) => (value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V }))
  switch (head) {
    case 'contacts':
      return {
        screen: 'contacts',
        ...has('contactId', id),
        ...has('listId', whole(query.get('list'))),
        ...has('segmentId', whole(query.get('segment'))),
        ...has('tag', query.get('tag') ?? undefined),
        ...(second === 'new' ? { adding: true } : {}),
      }
    case 'lists':
      return { screen: 'lists', ...(second === 'segments' || second === 'fields' ? { section: second } : {}) }
    case 'segments':
      return { screen: 'segment', ...has('segmentId', id) }
    case 'tidy':
      return { screen: 'tidy', part: second === 'unreachable' || second === 'changes' ? second : 'duplicates' }
    case 'import':
      return { screen: 'import', ...has('importId', id) }
    case 'compose':
      return { screen: 'compose', ...has('campaignId', id), ...has('listId', whole(query.get('list'))), ...has('segmentId', whole(query.get('segment'))), ...has('contactId', whole(query.get('contact'))) }
    case 'campaigns':
      return id === undefined ? { screen: 'campaigns' } : { screen: 'campaign', campaignId: id }
    case 'log':
      return {
        screen: 'log',
        ...has('messageId', id),
        ...has('campaignId', whole(query.get('campaign'))),
        ...has('contactId', whole(query.get('contact'))),
        ...(query.get('problems') === null ? {} : { problems: true }),
      }
    case 'results':
      return { screen: 'results', ...has('campaignId', id), ...has('firstId', whole(query.get('first'))), ...has('withId', whole(query.get('with'))) }
    case 'inbox':
      return second === 'words' || second === 'answers' || second === 'settings' ? { screen: 'inbox', part: second } : { screen: 'inbox', ...has('number', textOf(second)) }
    case 'permission':
      return second === 'collect' || second === 'words' || second === 'stops' || second === 'rules' ? { screen: 'permission', part: second, ...has('way', second === 'collect' ? ways.find((way) => way === third) : undefined) } : { screen: 'permission', ...has('number', textOf(second)) }
    case 'front-desk':
      return { screen: 'front-desk' }
    case 'settings':
      return { screen: 'settings', ...(second === 'account' || second === 'senders' || second === 'hours' || second === 'carrier' ? { section: second } : {}) }
    default:
      return { screen: 'today' }
  }
}

const withQuery = (path: string, query: Readonly<Record<string, string | number | undefined>>): string => {
  const search = new URLSearchParams(Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))).toString()
  return search === '' ? path : `${path}?${search}`
}
const withId = (path: string, id: number | undefined): string => (id === undefined ? path : `${path}/${String(id)}`)

/** The address of a route: what an <a href> carries. */
export const hrefOf = (route: Route): string => {
  switch (route.screen) {
    case 'contacts':
      return withQuery(route.adding ? '#/contacts/new' : withId('#/contacts', route.contactId), { list: route.listId, segment: route.segmentId, tag: route.tag })
    case 'tidy':
      return `#/tidy/${route.part}`
    case 'import':
      return withId('#/import', route.importId)
    case 'compose':
      return withQuery(withId('#/compose', route.campaignId), { list: route.listId, segment: route.segmentId, contact: route.contactId })
    case 'campaign':
      return withId('#/campaigns', route.campaignId)
    case 'log':
      return withQuery(withId('#/log', route.messageId), { campaign: route.campaignId, contact: route.contactId, problems: route.problems ? '1' : undefined })
    case 'results':
      return withQuery(withId('#/results', route.campaignId), { first: route.firstId, with: route.withId })
    case 'inbox':
      return route.part !== undefined ? `#/inbox/${route.part}` : route.number === undefined ? '#/inbox' : `#/inbox/${encodeURIComponent(route.number)}`
    case 'permission':
      return route.part !== undefined ? `#/permission/${route.part}${route.way === undefined ? '' : `/${route.way}`}` : route.number === undefined ? '#/permission' : `#/permission/${encodeURIComponent(route.number)}`
    case 'settings':
      return route.section === undefined ? '#/settings' : `#/settings/${route.section}`
    case 'lists':
      return route.section === undefined ? '#/lists' : `#/lists/${route.section}`
    case 'segment':
      return route.segmentId === undefined ? '#/segments/new' : `#/segments/${String(route.segmentId)}`
    case 'today':
    case 'campaigns':
    case 'front-desk':
      return `#/${route.screen}`
  }
}

/** Goes there; with `replace`, back leads past here (opening and closing a drawer, a draft getting its number). */
export const go = (route: Route, { replace = false } = {}): void => {
  const href = hrefOf(route)
  if (href === window.location.hash) return
  if (replace) window.location.replace(href)
  else window.location.hash = href
}

const listen = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => { window.removeEventListener('hashchange', changed) }
}

let last: { readonly hash: string; readonly route: Route } | undefined
const routeNow = (): Route => {
  const { hash } = window.location
  if (last?.hash !== hash) last = { hash, route: parseRoute(hash) }
  return last.route
}

/** The route of the moment. */
export const useRoute = (): Route => useSyncExternalStore(listen, routeNow)
