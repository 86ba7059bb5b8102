/** The languages of the product. English is in every bundle; the others are fetched when somebody reads them. */
export const languages = ['en', 'de'] as const;

export type Language = (typeof languages)[number];

/** What each is called by those who read it. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

/** The product's language for a tag such as `de-AT` (BCP 47); undefined when it has none. */
export function matchLanguage(tag: string | null | undefined): Language | undefined {
  const primary = tag?.toLowerCase().split('-')[0];
  return languages.find((language) => language === primary);
}
