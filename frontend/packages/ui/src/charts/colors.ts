/** Ten and the rest, each at least 3:1 on the surfaces of both schemes (WCAG 1.4.11). */
export const colors = [
  '#2a8a7a',
  '#b8732f',
  '#7380c8',
  '#b4608f',
  '#76892f',
  '#bd5a50',
  '#3c8bb5',
  '#94745f',
  '#8f7f2a',
  '#5b8f6c',
  '#7d7a76',
];
