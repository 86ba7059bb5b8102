import { type Language, matchLanguage } from './languages.ts';

const key = 'intarsia-language';

export function rememberLanguage(language: Language): void {
  localStorage.setItem(key, language);
}

/** What was chosen in this browser, else what the browser asks for, else English. */
export function initialLanguage(): Language {
  return matchLanguage(localStorage.getItem(key)) ?? browserLanguage();
}

/** The first of the browser's languages that the product has. */
export function browserLanguage(): Language {
  return navigator.languages.map(matchLanguage).find((language) => language !== undefined) ?? 'en';
}
