import type { ReactNode } from 'react'
import { Drawer } from '@mantine/core'
import { useWords } from '../i18n/i18n.ts'

/** The person or message in hand, on the right. Escape closes; the focus goes back to where it was. */
export const SideDrawer = ({ opened, title, onClose, children }: { readonly opened: boolean; readonly title: ReactNode; readonly onClose: () => void; readonly children: ReactNode }) => {
  const t = useWords('ui')
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      size={440}
      overlayProps={{ backgroundOpacity: 0.15 }}
      closeButtonProps={{ 'aria-label': t('close') }}
      styles={{ content: { background: 'var(--surface-raised)' }, header: { background: 'var(--surface-raised)', padding: '20px 24px 12px', alignItems: 'flex-start' }, body: { padding: '0 24px 24px' }, title: { minWidth: 0, flex: 1 } }}
    >
      {children}
    </Drawer>
  )
}
