import { Anchor, Menu, Text } from '@mantine/core'
import type { OfferedWording } from '../../shared/contract/consent.ts'
import type { Language, Purpose } from '../../shared/contract/common.ts'
import { useWords } from '../i18n/i18n.ts'

/** The owner's wording for a purpose that comes first: in this language where there is one. */
export const firstKept = (kept: readonly OfferedWording[], purpose: Purpose, language: Language): OfferedWording | undefined => {
  const fitting = kept.filter((one) => one.purpose === purpose)
  return fitting.find((one) => one.language === language) ?? fitting[0]
}

/** Chooses among the wordings kept for a purpose; nothing where none is. */
export const KeptWordings = ({ kept, purpose, onPick }: { readonly kept: readonly OfferedWording[]; readonly purpose: Purpose; readonly onPick: (text: string) => void }) => {
  const t = useWords('ui')
  const fitting = kept.filter((one) => one.purpose === purpose)
  if (fitting.length === 0) return null
  return (
    <Menu position="bottom-end" width={380} shadow="md">
      <Menu.Target><Anchor component="button" type="button" size="sm">{t('keptWordings')}</Anchor></Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {fitting.map((one) => (
          <Menu.Item key={one.id} onClick={() => { onPick(one.text) }}>
            <Text size="sm" fw={500}>{one.name}</Text>
            <Text size="xs" c="dimmed" lineClamp={2}>{one.text}</Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
