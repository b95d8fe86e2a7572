import { Button, createPolymorphicComponent, type ButtonProps } from '@mantine/core'
import { forwardRef } from 'react'
import './ui.css'

/** The one thing to do next: brass. At most one on a screen. */
export const NextButton = createPolymorphicComponent<'button', ButtonProps>(
  forwardRef<HTMLButtonElement, ButtonProps>((props, ref) => <Button ref={ref} {...props} variant="filled" className={`next-button ${props.className ?? ''}`} />),
)
