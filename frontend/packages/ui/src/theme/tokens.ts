/**
 * The few values everything is drawn with. Warm paper and ink, one bottle green for what can be acted on, and the woods of an inlay for the mark.
 * Every text colour has at least 4.5:1 on every surface of its scheme (WCAG 1.4.3), every border of a control 3:1 (1.4.11).
 */
export const light = {
  page: '#f7f5f1',
  surface: '#ffffff',
  raised: '#ffffff',
  ink: '#211d18',
  inkSoft: '#5e564c',
  line: '#e4dfd6',
  control: '#8a8175',
  accent: '#1d5f55',
  accentStrong: '#144a42',
  onAccent: '#ffffff',
  danger: '#a62b21',
  warning: '#855300',
  success: '#2b6636',
  info: '#2a5a87',
};

export const dark: typeof light = {
  page: '#161412',
  surface: '#1e1b18',
  raised: '#272320',
  ink: '#f1ece4',
  inkSoft: '#b9b0a4',
  line: '#37322c',
  control: '#857b6f',
  accent: '#7fcabb',
  accentStrong: '#a3dccf',
  onAccent: '#0d2420',
  danger: '#f2a097',
  warning: '#e9bd6b',
  success: '#94cd9c',
  info: '#93c1ec',
};

/** Black on white, every line as strong as the text. */
export const contrast: typeof light = {
  page: '#ffffff',
  surface: '#ffffff',
  raised: '#ffffff',
  ink: '#000000',
  inkSoft: '#000000',
  line: '#000000',
  control: '#000000',
  accent: '#00308f',
  accentStrong: '#001f5c',
  onAccent: '#ffffff',
  danger: '#8b0000',
  warning: '#5c3a00',
  success: '#0b4a17',
  info: '#00308f',
};

export const tokens = { light, dark, contrast };

export const woods = { walnut: '#6b4430', maple: '#e3c79a', cherry: '#a9623e', green: '#1d5f55' };

export const fonts = {
  text: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Code", "Segoe UI Mono", Menlo, Consolas, monospace',
};
