import type { Language } from './languages.ts';

/** Chosen by the parameter `count` and the language's plural rules (CLDR). */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

export type Texts = Record<string, string | Plural>;

/** The same keys, with a plural wherever English has one. */
export type Translated<E extends Texts> = { [K in keyof E]: E[K] extends string ? string : Plural };

type Lazy<T> = () => Promise<{ default: T }>;

type Definition<E extends Texts> = { en: E } & {
  [L in Exclude<Language, 'en'>]: NoInfer<Translated<E>> | Lazy<NoInfer<Translated<E>>>;
};

/** Texts by language, as `useMessages` reads them. */
export interface Messages<E extends Texts> {
  /**
   * Of a language that is fetched a promise, and always the same: React draws a waiting component again only if it asks for what it waits for. It
   * never rejects: without its texts there is English.
   */
  textsIn(language: Language): Translated<E> | Promise<Translated<E>>;
}

/**
 * The texts of one package or app: `defineMessages({en: {hello: 'Hello {name}'}, de: {hello: 'Hallo {name}'}})`. A key that is missing in a
 * translation does not compile. A translation may be a function that imports it, so that only its readers load it.
 */
export function defineMessages<const E extends Texts>(definition: Definition<E>): Messages<E> {
  const ready = new Map<Language, Translated<E> | Promise<Translated<E>>>();
  const load = (language: Exclude<Language, 'en'>) => {
    const source = definition[language];
    if (typeof source !== 'function') return source;
    return source()
      .then((module) => module.default as Translated<E>)
      .catch(() => definition.en as Translated<E>);
  };
  return {
    textsIn(language) {
      if (language === 'en') return definition.en as Translated<E>;
      const texts = ready.get(language) ?? load(language);
      ready.set(language, texts);
      return texts;
    },
  };
}
