import { fonts } from './tokens.ts';

const heading = { fontWeight: 650, letterSpacing: '-0.015em', lineHeight: 1.2 };

export const typography = {
  fontFamily: fonts.text,
  fontSize: 14,
  h1: { ...heading, fontSize: '1.75rem' },
  h2: { ...heading, fontSize: '1.25rem' },
  h3: { ...heading, fontSize: '1rem', letterSpacing: '-0.005em' },
  body1: { fontSize: '0.9375rem', lineHeight: 1.55 },
  body2: { fontSize: '0.875rem', lineHeight: 1.5 },
  button: { textTransform: 'none' as const, fontWeight: 600, letterSpacing: 0 },
  overline: { fontSize: '0.6875rem', fontWeight: 600, letterSpacing: '0.08em', lineHeight: 2 },
};
