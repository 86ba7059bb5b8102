import { useColorScheme } from '@mui/material/styles';
import { useCallback } from 'react';

export type Scheme = 'system' | 'light' | 'dark' | 'contrast';
export type ShownScheme = Exclude<Scheme, 'system'>;

export interface SchemeChoice {
  /** What the person chose. */
  scheme: Scheme;
  /** What is shown. */
  shown: ShownScheme;
  choose: (scheme: Scheme) => void;
}

/** High contrast is a light scheme: it takes the light one's place while it is chosen. */
export function useScheme(): SchemeChoice {
  const {
    mode = 'system',
    systemMode = 'light',
    lightColorScheme,
    setMode,
    setColorScheme,
  } = useColorScheme();
  const scheme: Scheme =
    mode === 'light' && lightColorScheme === 'contrast' ? 'contrast' : (mode ?? 'system');
  const choose = useCallback(
    (next: Scheme) => {
      setColorScheme({ light: next === 'contrast' ? 'contrast' : 'light', dark: 'dark' });
      setMode(next === 'contrast' ? 'light' : next);
    },
    [setMode, setColorScheme],
  );
  return { scheme, shown: scheme === 'system' ? systemMode : scheme, choose };
}
