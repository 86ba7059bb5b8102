import { use, useMemo } from 'react';
import type { Messages, Texts } from './catalogue.ts';
import { useLanguage } from './language-context.ts';
import { type Translate, translator } from './translate.ts';

/** `t` in the page's language; waits (suspends) while that language's texts are fetched. */
export function useMessages<E extends Texts>(messages: Messages<E>): Translate<E> {
  const { language } = useLanguage();
  const found = messages.textsIn(language);
  const texts = found instanceof Promise ? use(found) : found;
  return useMemo(() => translator<E>(language, texts), [language, texts]);
}
