import { getClient } from '@intarsia/client';
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useUser } from '../auth/use-session.ts';
import { ConfirmProvider } from '../feedback/confirm.tsx';
import { ToastProvider } from '../feedback/toasts.tsx';
import { ObeySettings } from '../settings/obey-settings.tsx';
import { ThemeProvider } from '../theme/theme-provider.tsx';
import { createQueryClient } from './query-client.ts';

interface AppProvidersProps {
  nonce?: string | undefined;
  children: ReactNode;
}

/** Everything a page of the platform stands on: theme, queries, language, messages, questions. */
export function AppProviders({ nonce, children }: AppProvidersProps) {
  const [queries] = useState(createQueryClient);
  useEffect(() => getClient().events.start(), []);
  return (
    <ThemeProvider nonce={nonce}>
      <QueryClientProvider client={queries}>
        <ForgetOnUserChange />
        <ObeySettings>
          <ToastProvider>
            <ConfirmProvider>{children}</ConfirmProvider>
          </ToastProvider>
        </ObeySettings>
      </QueryClientProvider>
    </ThemeProvider>
  );
}

/** What one person read is not shown to the next. */
function ForgetOnUserChange() {
  const queries = useQueryClient();
  const id = useUser()?.id;
  const before = useRef(id);
  useEffect(() => {
    if (before.current && before.current !== id) queries.clear();
    before.current = id;
  }, [id, queries]);
  return null;
}
