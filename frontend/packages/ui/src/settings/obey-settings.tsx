import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { usePlatformEvents } from '../auth/use-session.ts';
import { LanguageProvider } from '../language/language-provider.tsx';
import { type Scheme, useScheme } from '../theme/use-scheme.ts';
import { applyColors } from './colors.ts';
import { type Settings, settingsKey } from './settings.ts';
import { useSettings } from './use-settings.ts';

/** What the person has set holds for the whole page, host and remotes. */
export function ObeySettings({ children }: { children: ReactNode }) {
  const settings = useSettings().data;
  const queries = useQueryClient();
  usePlatformEvents(({ type }) => {
    if (type === 'settings') void queries.invalidateQueries({ queryKey: settingsKey });
  });
  useLooks(settings);
  return (
    <LanguageProvider setting={settings?.language} timeZone={settings?.timezone ?? undefined}>
      {children}
    </LanguageProvider>
  );
}

function useLooks(settings: Settings | undefined): void {
  const { scheme, shown, choose } = useScheme();
  const mode = settings?.theme_mode;
  const follow = useEffectEvent((wanted: Scheme) => {
    if (wanted !== scheme) choose(wanted);
  });
  useEffect(() => {
    if (mode) follow(mode);
  }, [mode]);
  const [primary, secondary] = [settings?.primary_color, settings?.secondary_color];
  useEffect(
    () => applyColors(document.documentElement, shown, { primary, secondary }),
    [shown, primary, secondary],
  );
  const density = settings?.compact_mode ? 'compact' : 'usual';
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
}
