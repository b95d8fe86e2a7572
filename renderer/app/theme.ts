/**
 * A calm front desk: warm neutrals, ink for controls, brass only for the one thing to do next, red only
 * for what needs a person. Surfaces and states are CSS variables in theme.css; here Mantine learns them.
 */
import { createTheme, Modal, Drawer, Button, InputWrapper, Tooltip, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const stone: MantineColorsTuple = ['#f7f5f1', '#f0ede6', '#e7e2d8', '#dad4c7', '#c6beaf', '#a39a8a', '#6a6257', '#514a40', '#3a352d', '#26221c']
const night: MantineColorsTuple = ['#ece6db', '#d2cabc', '#aba292', '#857c6e', '#453f35', '#38332b', '#2a2620', '#1d1a16', '#181512', '#12100d']
const ink: MantineColorsTuple = ['#f4f2ee', '#e4e0d8', '#d8d2c6', '#b5ad9f', '#948b7d', '#776e61', '#5e564b', '#4a433a', '#3a342c', '#26221c']
const brass: MantineColorsTuple = ['#fbf5e6', '#f4e7c4', '#ead299', '#dfbd6e', '#d3a94e', '#c79a3b', '#a67d2a', '#8a661f', '#75561a', '#4d380f']
const red: MantineColorsTuple = ['#fbe9e4', '#f6cfc5', '#f2957f', '#e07a62', '#d05e44', '#be472e', '#b03a24', '#a8321f', '#a0301e', '#6e2013']
const green: MantineColorsTuple = ['#e6f0e4', '#cfe3cc', '#8fcb9a', '#72b181', '#57986a', '#438357', '#377548', '#2f6b3f', '#2c653b', '#1d4427']

export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, Ubuntu, Cantarell, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '22px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' }, h3: { fontSize: '14px', lineHeight: '20px' } } },
  colors: { gray: stone, dark: night, ink, brass, red, green },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 2 },
  black: '#26221c',
  autoContrast: true,
  luminanceThreshold: 0.3,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Buttons are quiet unless they are NextButton.
    Button: Button.extend({ defaultProps: { variant: 'default' } }),
    // The help under the field: fields side by side stay in line.
    InputWrapper: InputWrapper.extend({ defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } }),
    // The head of a dialog is none of the page: a question over a drawer would be a second banner.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } }, centered: true, overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 120 } }, styles: { title: { fontSize: 16, fontWeight: 600, lineHeight: '24px' }, header: { background: 'var(--surface-raised)', padding: '20px 24px 8px' }, content: { background: 'var(--surface-raised)' }, body: { padding: '8px 24px 24px' } } }),
    Drawer: Drawer.extend({ defaultProps: { attributes: { header: { role: 'presentation' } }, position: 'right', transitionProps: { duration: 140 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } }),
  },
})

export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-dim)',
    '--mantine-color-placeholder': 'var(--text-dim)',
    '--mantine-color-default': 'var(--surface-raised)',
    '--mantine-color-default-hover': 'var(--surface-hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--alarm)',
    '--mantine-color-anchor': 'var(--link)',
    '--mantine-primary-color-contrast': 'var(--surface)',
  }
  return { variables: {}, light: both, dark: both }
}
