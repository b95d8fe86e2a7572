import type { ReactNode } from 'react'
import { Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import './ui.css'

/** An empty screen teaches: what belongs here, and the one thing to do. */
export const EmptyState = ({ icon: Icon, title, children, action }: { readonly icon: Icon; readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) => (
  <div className="empty">
    <div className="empty-icon"><Icon size={28} stroke={1.5} aria-hidden /></div>
    <Title order={2}>{title}</Title>
    {children === undefined ? null : <p>{children}</p>}
    {action}
  </div>
)
