import { createTheme } from '@mui/material/styles';
import { components } from './components.ts';
import { colorSchemes } from './palette.ts';
import { typography } from './typography.ts';

declare module '@mui/material/styles' {
  interface ColorSchemeOverrides {
    contrast: true;
  }
}

/** Colours are CSS variables on the root element, so a change of scheme repaints remotes without rendering them. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-scheme', cssVarPrefix: 'i' },
  colorSchemes,
  typography,
  components,
  shape: { borderRadius: 8 },
});
