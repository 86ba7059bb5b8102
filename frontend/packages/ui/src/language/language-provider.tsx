import { type ReactNode, Suspense, startTransition, useEffect, useMemo, useState } from 'react';
import { useSession } from '../auth/use-session.ts';
import { LanguageContext, type LanguageState } from './language-context.ts';
import { type Language, matchLanguage } from './languages.ts';
import { browserLanguage, initialLanguage, rememberLanguage } from './remembered.ts';

interface LanguageProviderProps {
  /** What the person has set, as a tag; null when they left it to the browser, undefined while that is not known. */
  setting?: string | null | undefined;
  timeZone?: string | undefined;
  children: ReactNode;
}

/** Texts that are still to be fetched hold the page back once; a later change leaves the old texts until the new ones are here. */
export function LanguageProvider({ setting, timeZone, children }: LanguageProviderProps) {
  const [chosen, setChosen] = useState<Language>();
  const [initial] = useState(initialLanguage);
  // What is remembered may be of whoever read this browser before.
  const wanted = matchLanguage(setting) ?? chosen ?? (setting === null ? browserLanguage() : initial);
  const [language, setLanguage] = useState(wanted);
  useEffect(() => startTransition(() => setLanguage(wanted)), [wanted]);
  useRemembered(language);
  const state = useMemo<LanguageState>(
    () => ({ language, timeZone, setLanguage: setChosen }),
    [language, timeZone],
  );
  return (
    <LanguageContext value={state}>
      <Suspense fallback={null}>{children}</Suspense>
    </LanguageContext>
  );
}

/** Sign-out clears the site's storage; in which language a page is read is nobody's secret and stays. */
function useRemembered(language: Language): void {
  const { status } = useSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies: written again after a sign-out
  useEffect(() => {
    document.documentElement.lang = language;
    rememberLanguage(language);
  }, [language, status]);
}
