import type { Messages, Plural, Texts, Translated } from './catalogue.ts';
import type { Language } from './languages.ts';

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The parameters that a text names; every plural takes `count`. */
type ParameterNames<M> = M extends string ? Names<M> : 'count' | Names<M[keyof M]>;

type Parameters<M> = [ParameterNames<M>] extends [never]
  ? []
  : [parameters: Record<ParameterNames<M>, string | number>];

/** `t('key')`, `t('key', {name})`: the parameters of a text are checked by its English words. */
export type Translate<E extends Texts> = <K extends keyof E>(
  key: K,
  ...parameters: Parameters<E[K]>
) => string;

/** The type of `t` for a catalogue, for helpers that are handed it. */
export type TranslateOf<M> = M extends Messages<infer E> ? Translate<E> : never;

export function translator<E extends Texts>(language: Language, texts: Translated<E>): Translate<E> {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const shown = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : value);
  return (key, ...[parameters = {}]: [Record<string, string | number>?]) => {
    const text: string | Plural = texts[key];
    const chosen = typeof text === 'string' ? text : pluralForm(plurals, text, parameters['count']);
    return chosen.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = parameters[name];
      return value === undefined ? hole : shown(value);
    });
  };
}

function pluralForm(rules: Intl.PluralRules, forms: Plural, count: string | number | undefined): string {
  return forms[rules.select(Number(count))] ?? forms.other;
}
