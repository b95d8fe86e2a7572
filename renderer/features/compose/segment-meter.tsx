import { Badge as Pill, Button, Group, HoverCard, Progress, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconArrowRight, IconInfoCircle, IconWand } from '@tabler/icons-react'
import type { UnicodeCharacter } from '../../../shared/sms/segments.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { lookOf, savingsOf } from './characters.ts'
import type { Length } from './use-figures.ts'
import styles from './segment-meter.module.css'

type Props = {
  readonly length: Length
  /** The Liquid body: a character that is not in it comes from somebody's details. */
  readonly body: string
  /** Replaces one character, or all that can be. */
  readonly onReplace: (only?: string) => void
}

const Character = ({ char }: { readonly char: string }) => {
  const t = useWords('compose')
  const look = lookOf(char)
  return look.kind === 'visible' ? <span className={styles['char']}>{look.text}</span> : <em>{t(look.kind === 'space' ? 'meter.space' : 'meter.invisible')}</em>
}

const useCharName = () => {
  const t = useWords('compose')
  return (char: string) => {
    const look = lookOf(char)
    return look.kind === 'visible' ? look.text : t(look.kind === 'space' ? 'meter.space' : 'meter.invisible')
  }
}

/** The characters that keep the message from plain letters. Replacing all is offered where it saves a segment. */
const UnicodeList = ({ characters, body, text, onReplace }: { readonly characters: readonly UnicodeCharacter[]; readonly body: string; readonly text: string; readonly onReplace: Props['onReplace'] }) => {
  const t = useWords('compose')
  const charName = useCharName()
  // What a click changes comes first.
  const ordered = characters.toSorted((one, other) => Number(!body.includes(one.char)) - Number(!body.includes(other.char)))
  const format = useFormat()
  const { now, replaced, without } = savingsOf(text, body, characters)
  const stubborn = characters.filter(({ char, replacement }) => replacement === null && body.includes(char) && lookOf(char).kind === 'visible').map(({ char }) => char)
  return (
    <section className={styles['unicode']} aria-label={t('meter.ucsShort')}>
      <Text size="sm">{t('meter.forcing', { count: characters.length })}</Text>
      <ul className={styles['characters']}>
        {ordered.map(({ char, codePoint, replacement }) => (
          <li key={char} title={codePoint}>
            {!body.includes(char) ? (
              <span className={styles['fixed']}><Character char={char} /> {t('meter.fromData')}</span>
            ) : replacement === null ? (
              <span className={styles['fixed']}><Character char={char} /> {t('meter.keeps')}</span>
            ) : (
              <UnstyledButton
                className={styles['replace']}
                aria-label={replacement === '' ? t('meter.removeOne', { char: charName(char) }) : t('meter.replaceOne', { char: charName(char), replacement })}
                onClick={() => { onReplace(char) }}
              >
                <Character char={char} />
                <IconArrowRight size={12} aria-hidden />
                {replacement.trim() === '' ? <em>{t(replacement === '' ? 'editor.remove' : 'meter.space')}</em> : <span className={styles['char']}>{replacement}</span>}
              </UnstyledButton>
            )}
          </li>
        ))}
      </ul>
      {replaced < now ? (
        <Group gap="sm" align="center">
          <Button size="compact-sm" leftSection={<IconWand size={14} aria-hidden />} onClick={() => { onReplace() }}>{t('meter.replaceAll')}</Button>
          <Text size="sm">{t('meter.dearer', { with: t('meter.segments', { count: now }), without: t('meter.segments', { count: replaced }) })}</Text>
        </Group>
      ) : without < now && stubborn.length > 0 ? <Text size="sm">{t('meter.onlyWithout', { chars: format.list(stubborn) })}</Text> : null}
    </section>
  )
}

/** How long the longest real message is, in what is billed, while it is typed. */
export const SegmentMeter = ({ length, body, onReplace }: Props) => {
  const t = useWords('compose')
  const { details, whose, name, text } = length
  const unicode = details.encoding === 'UCS-2'
  const used = details.unitsPerSegment - details.unitsLeft
  const about = whose === 'longest' ? t('meter.forLongest', { name }) : whose === 'shown' ? t('meter.forShown', { name }) : t('meter.forTemplate')
  return (
    <Stack gap={8} component="section" aria-label={t('meter.label')}>
      <Progress size={4} value={(used / details.unitsPerSegment) * 100} color="ink" aria-label={t('meter.fill')} transitionDuration={100} />
      <Group gap="xs" wrap="wrap" className={styles['line']}>
        <strong data-testid="meter-segments">{t('meter.segments', { count: details.segments })}</strong>
        {details.segments === 0 ? null : <span data-testid="meter-left">{t('meter.left', { count: details.unitsLeft })} {t('meter.until', { count: details.segments + 1 })}</span>}
        <HoverCard width={280} shadow="md" position="top">
          <HoverCard.Target>
            <UnstyledButton className={styles['encoding']} data-testid="meter-encoding" aria-label={`${t(unicode ? 'meter.ucs' : 'meter.gsm')}. ${t('meter.whatIsSegment')}`}>
              <Pill variant="transparent" className={styles['pill']!} data-unicode={unicode || undefined} rightSection={<IconInfoCircle size={14} aria-hidden />}>{t(unicode ? 'meter.ucsShort' : 'meter.gsmShort')}</Pill>
            </UnstyledButton>
          </HoverCard.Target>
          <HoverCard.Dropdown>
            <Text size="sm" fw={600}>{t(unicode ? 'meter.ucs' : 'meter.gsm')}</Text>
            <Text size="sm" c="dimmed" mt={4}>{t('meter.whatIsSegment')}</Text>
          </HoverCard.Dropdown>
        </HoverCard>
        {details.segments === 0 ? null : <Text size="xs" c="dimmed" component="span">{about}</Text>}
      </Group>
      {details.unicodeCharacters.length === 0 ? null : <UnicodeList characters={details.unicodeCharacters} body={body} text={text} onReplace={onReplace} />}
    </Stack>
  )
}
