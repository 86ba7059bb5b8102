import type { Components, CssVarsTheme, Theme } from '@mui/material/styles';

type Overrides = Components<Omit<Theme, 'components' | 'palette'> & CssVarsTheme>;

/** One ring for everything that can have focus, visible on every surface. */
const focusRing = (theme: { vars: CssVarsTheme['vars'] }) => ({
  outline: `2px solid ${theme.vars.palette.primary.main}`,
  outlineOffset: 2,
});

/**
 * Looks only, no `defaultProps`: a remote brings its own copy of the components, and default props travel in a context that is not shared, while
 * style overrides travel with the theme.
 */
export const components: Overrides = {
  MuiCssBaseline: {
    styleOverrides: (theme) => ({
      body: { fontFeatureSettings: '"cv05", "tnum"', textRendering: 'optimizeLegibility' },
      // Every distance is a multiple of one variable, and every size of the root's.
      ':root[data-density="compact"]': { '--i-spacing': '6px', fontSize: '93.75%' },
      ':focus-visible': focusRing(theme),
      '@media (prefers-reduced-motion: reduce)': {
        '*, *::before, *::after': {
          animationDuration: '0.01ms !important',
          transitionDuration: '0.01ms !important',
        },
      },
    }),
  },
  MuiButtonBase: {
    styleOverrides: { root: ({ theme }) => ({ '&.Mui-focusVisible': focusRing(theme) }) },
  },
  MuiButton: {
    styleOverrides: {
      root: { borderRadius: 8, minHeight: 36, '&, &:hover, &.Mui-focusVisible': { boxShadow: 'none' } },
      sizeLarge: { minHeight: 44, fontSize: '0.9375rem' },
    },
  },
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiCard: {
    styleOverrides: {
      root: ({ theme }) => ({
        borderRadius: 12,
        border: `1px solid ${theme.vars.palette.divider}`,
        boxShadow: 'none',
      }),
    },
  },
  MuiDialog: { styleOverrides: { paper: { borderRadius: 14 } } },
  MuiDialogTitle: { styleOverrides: { root: { fontSize: '1.125rem', fontWeight: 650 } } },
  MuiMenu: {
    styleOverrides: {
      paper: ({ theme }) => ({
        borderRadius: 12,
        border: `1px solid ${theme.vars.palette.divider}`,
        boxShadow: '0 12px 32px rgb(0 0 0 / 0.14)',
      }),
    },
  },
  MuiSwitch: {
    styleOverrides: {
      // White on white when it is off: an edge tells where it is.
      thumb: ({ theme }) => ({ boxShadow: `0 0 0 1px ${theme.vars.palette.text.secondary}` }),
    },
  },
  MuiOutlinedInput: {
    styleOverrides: {
      root: ({ theme }) => ({ borderRadius: 8, backgroundColor: theme.vars.palette.background.paper }),
      notchedOutline: ({ theme }) => ({
        borderColor: `color-mix(in srgb, ${theme.vars.palette.text.secondary} 62%, ${theme.vars.palette.background.paper})`,
      }),
    },
  },
  MuiAlert: {
    styleOverrides: {
      root: { borderRadius: 10, alignItems: 'flex-start' },
      // Long words break; a message that scrolls could not be read by keyboard.
      message: { minWidth: 0, overflow: 'visible', overflowWrap: 'anywhere' },
    },
  },
  MuiChip: { styleOverrides: { root: { fontWeight: 550 } } },
  MuiTooltip: { styleOverrides: { tooltip: { fontSize: '0.8125rem', borderRadius: 6 } } },
};
