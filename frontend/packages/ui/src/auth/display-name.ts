import type { User } from '@intarsia/client';

export function displayName({ full_name, username }: Pick<User, 'full_name' | 'username'>): string {
  return full_name?.trim() || username;
}

/** First letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last]
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
}
