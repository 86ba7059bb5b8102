import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider as MuiThemeProvider } from '@mui/material/styles';
import { type ReactNode, useState } from 'react';
import { KeepScheme, schemeKey } from './keep-scheme.tsx';
import { theme } from './theme.ts';

interface ThemeProviderProps {
  /** The page's CSP nonce; without it the browser refuses the styles. */
  nonce?: string | undefined;
  children: ReactNode;
}

export function ThemeProvider({ nonce, children }: ThemeProviderProps) {
  const [cache] = useState(() => createCache({ key: 'i', ...(nonce ? { nonce } : {}) }));
  return (
    <CacheProvider value={cache}>
      <MuiThemeProvider theme={theme} modeStorageKey={schemeKey} noSsr>
        <CssBaseline enableColorScheme />
        <KeepScheme />
        {children}
      </MuiThemeProvider>
    </CacheProvider>
  );
}
