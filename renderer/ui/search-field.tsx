import { useEffect, useRef, useState } from 'react'
import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useWords } from '../i18n/i18n.ts'

/** Search as you type: `onChange` comes when the typing rests for `delayMs`. "/" and Ctrl+F come here. */
export const SearchField = ({ value, onChange, label, delayMs = 120, width = 280 }: {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly label: string
  readonly delayMs?: number
  readonly width?: number | string
}) => {
  const t = useWords('ui')
  const [typed, setTyped] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [given, setGiven] = useState(value)
  if (given !== value) {
    setGiven(value)
    setTyped(value)
  }
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, [contenteditable="true"]')
      const find = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f'
      if (!find && (event.key !== '/' || typing)) return
      event.preventDefault()
      input.current?.select()
    }
    window.addEventListener('keydown', focus)
    return () => { window.removeEventListener('keydown', focus); clearTimeout(timer.current) }
  }, [])
  const change = (text: string, now = false) => {
    setTyped(text)
    clearTimeout(timer.current)
    if (now) onChange(text)
    else timer.current = setTimeout(() => { onChange(text) }, delayMs)
  }
  return (
    <TextInput
      ref={input}
      type="search"
      w={width}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed === '' ? null : <CloseButton size="sm" aria-label={t('clear')} onClick={() => { change('', true); input.current?.focus() }} />}
      value={typed}
      onChange={(event) => { change(event.currentTarget.value) }}
      onKeyDown={(event) => { if (event.key === 'Escape' && typed !== '') { event.stopPropagation(); change('', true) } }}
    />
  )
}
