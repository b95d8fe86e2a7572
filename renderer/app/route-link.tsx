import type { ComponentPropsWithoutRef } from 'react'
import { hrefOf, type Route } from './routes.ts'

/** A link to a screen: an ordinary <a>, so that every keyboard and reader knows it. */
export const RouteLink = ({ to, ...props }: Omit<ComponentPropsWithoutRef<'a'>, 'href'> & { readonly to: Route }) => <a {...props} href={hrefOf(to)} />
