import type { ReactNode } from 'react'
import './ui.css'

/** good: it worked; wait: on its way; alarm: needs a person; accent: next to do; neutral: neither. */
export type Tone = 'good' | 'wait' | 'alarm' | 'accent' | 'neutral'

/** An icon and a word; the colour only repeats what they say. */
export const Badge = ({ tone, icon, title, quiet, children }: { readonly tone: Tone; readonly icon?: ReactNode; readonly title?: string; readonly quiet?: boolean; readonly children: ReactNode }) => (
  <span className="badge" data-tone={tone} data-quiet={quiet || undefined} title={title}>
    {icon}
    {children}
  </span>
)
