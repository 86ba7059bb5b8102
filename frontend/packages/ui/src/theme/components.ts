import type { Components, CssVarsTheme, Theme } from '@mui/material/styles';

type Overrides = Components<Omit<Theme, 'components' | 'palette'> & CssVarsTheme>;

/** One ring for everything that can have focus, visible on every surface. */
const focusRing = (theme: { vars: CssVarsTheme['vars'] }) => ({
  outline: `2px solid ${theme.vars.palette.primary.main}`,
  outlineOffset: 2,
});

/** Where the system draws all backgrounds in one colour, what is only a background needs an edge. */
const forcedColors = '@media (forced-colors: active)';

const severities = ['success', 'info', 'warning', 'error'] as const;

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
      // Whoever asks the system for more contrast gets it in the scheme that they have.
      '@media (prefers-contrast: more)': {
        ':root[data-scheme]': {
          '--i-palette-text-secondary': 'var(--i-palette-text-primary)',
          '--i-palette-divider': 'var(--i-palette-text-primary)',
        },
      },
      '@media (prefers-reduced-motion: reduce)': {
        '*, *::before, *::after': {
          // Not none: an input's animation is how a browser's filling it in is noticed.
          animationDuration: '0.01ms !important',
          animationDelay: '0s !important',
          animationIterationCount: '1 !important',
          transition: 'none !important',
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
      contained: { [forcedColors]: { border: '1px solid ButtonText' } },
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
  MuiDialog: {
    styleOverrides: {
      paper: ({ theme }) => ({
        borderRadius: 14,
        // A narrow screen has no room to give away at its edges.
        [theme.breakpoints.down('sm')]: {
          margin: 16,
          width: 'calc(100% - 32px)',
          maxWidth: 'none !important',
        },
      }),
    },
  },
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
      thumb: ({ theme }) => ({
        boxShadow: `0 0 0 1px ${theme.vars.palette.text.secondary}`,
        [forcedColors]: { border: '1px solid ButtonText' },
      }),
      track: { [forcedColors]: { border: '1px solid ButtonText', opacity: '1 !important' } },
      switchBase: {
        [forcedColors]: {
          '&.Mui-checked .MuiSwitch-thumb': { forcedColorAdjust: 'none', backgroundColor: 'Highlight' },
        },
      },
    },
  },
  MuiTabs: {
    styleOverrides: {
      indicator: { [forcedColors]: { forcedColorAdjust: 'none', backgroundColor: 'Highlight' } },
    },
  },
  MuiSkeleton: { styleOverrides: { root: { [forcedColors]: { border: '1px solid GrayText' } } } },
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
      // Where both have no room side by side, what can be done goes under what is said.
      root: ({ theme }) => ({
        borderRadius: 10,
        alignItems: 'flex-start',
        flexWrap: 'wrap',
        // A tint of the surface: MUI's own is a hole in a dark one.
        variants: severities.map((colorSeverity) => ({
          props: { colorSeverity, variant: 'standard' as const },
          style: {
            backgroundColor: `color-mix(in srgb, ${theme.vars.palette[colorSeverity].main} 12%, ${theme.vars.palette.background.paper})`,
          },
        })),
      }),
      // Long words break; a message that scrolls could not be read by keyboard.
      message: { flex: '1 1 160px', minWidth: 0, overflow: 'visible', overflowWrap: 'anywhere' },
    },
  },
  MuiChip: { styleOverrides: { root: { fontWeight: 550 } } },
  MuiTooltip: { styleOverrides: { tooltip: { fontSize: '0.8125rem', borderRadius: 6 } } },
};
