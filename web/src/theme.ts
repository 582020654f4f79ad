import { createTheme } from '@mantine/core'

// Shade 8: the usual blue 6 on white is below the contrast of 4.5 : 1.
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  fontFamily: 'Inter, "Segoe UI", Roboto, "Noto Sans", system-ui, sans-serif',
  cursorType: 'pointer',
  respectReducedMotion: true,
})
