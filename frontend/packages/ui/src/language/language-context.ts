import { createContext, useContext } from 'react';
import type { Language } from './languages.ts';

export interface LanguageState {
  language: Language;
  /** An IANA name; undefined is the browser's own. */
  timeZone: string | undefined;
  /** Changes this browser's language; a signed-in person's setting goes before it. */
  setLanguage: (language: Language) => void;
}

export const LanguageContext = createContext<LanguageState>({
  language: 'en',
  timeZone: undefined,
  setLanguage() {},
});

export function useLanguage(): LanguageState {
  return useContext(LanguageContext);
}
