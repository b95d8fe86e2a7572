import type { ReactNode } from 'react'
import { Title } from '@mantine/core'

/** A part of the settings: its name beside what it sets. */
export const Section = ({ id, title, intro, children }: { readonly id: string; readonly title: string; readonly intro?: string; readonly children: ReactNode }) => (
  <section id={`settings-${id}`} className="settings-section" aria-labelledby={`settings-${id}-title`}>
    <header>
      <Title order={2} id={`settings-${id}-title`}>{title}</Title>
      {intro === undefined ? null : <p className="dim">{intro}</p>}
    </header>
    <div className="panel">{children}</div>
  </section>
)
