import { cleanup, render as mount, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';
import { ThemeProvider } from '../src/theme/theme-provider.tsx';

afterEach(cleanup);

export function render(children: ReactNode): RenderResult {
  return mount(<ThemeProvider>{children}</ThemeProvider>);
}
