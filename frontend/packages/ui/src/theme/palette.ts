import { type ColorSystemOptions, createTheme, type ThemeOptions } from '@mui/material/styles';
import { contrast, dark, light } from './tokens.ts';

export function colorScheme(tokens: typeof light): ColorSystemOptions {
  const { accent, accentStrong, onAccent } = tokens;
  const tone = (main: string) => ({ main, light: main, dark: main, contrastText: onAccent });
  return {
    palette: {
      primary: { main: accent, light: accent, dark: accentStrong, contrastText: onAccent },
      secondary: tone(tokens.inkSoft),
      error: tone(tokens.danger),
      warning: tone(tokens.warning),
      success: tone(tokens.success),
      info: tone(tokens.info),
      text: { primary: tokens.ink, secondary: tokens.inkSoft },
      divider: tokens.line,
      background: { default: tokens.page, paper: tokens.surface },
    },
  };
}

/** MUI fills in what is left out for light and dark alone; any other scheme has to be whole. */
const highContrast: ColorSystemOptions = {
  palette: createTheme(colorScheme(contrast) as ThemeOptions).palette,
  opacity: { inputPlaceholder: 0.75, inputUnderline: 1, switchTrackDisabled: 0.3, switchTrack: 0.6 },
};

export const colorSchemes = {
  light: colorScheme(light),
  dark: colorScheme(dark),
  contrast: highContrast,
};
