import { contrast, dark, light } from '../theme/tokens.ts';
import type { ShownScheme } from '../theme/use-scheme.ts';

type Rgb = [red: number, green: number, blue: number];

interface Chosen {
  primary: string | undefined;
  secondary: string | undefined;
}

/** The product's own; for them each scheme has tones that were chosen by eye. */
const own: Chosen = { primary: '#1d5f55', secondary: '#855300' };
const surfaces = { light: light.page, dark: dark.raised, contrast: contrast.page };
/** WCAG 1.4.3, with a little to spare for tinted backgrounds. */
const wanted = 5;

/** Sets the page's colours; whatever was chosen stays readable in every scheme. High contrast has no colours but its own. */
export function applyColors(root: HTMLElement, scheme: ShownScheme, chosen: Chosen): void {
  for (const name of ['primary', 'secondary'] as const) {
    const color = chosen[name]?.toLowerCase();
    const isOwn = !color || color === own[name] || scheme === 'contrast';
    for (const [property, value] of Object.entries(
      variables(isOwn ? undefined : readable(color, surfaces[scheme])),
    )) {
      if (value) root.style.setProperty(`--i-palette-${name}-${property}`, value);
      else root.style.removeProperty(`--i-palette-${name}-${property}`);
    }
  }
}

function variables(color: string | undefined): Record<string, string | undefined> {
  const onColor = color && (ratio(color, '#ffffff') >= 4.5 ? '#ffffff' : '#000000');
  const channel = color && rgb(color).join(' ');
  return { main: color, light: color, dark: color, contrastText: onColor, mainChannel: channel };
}

/** The colour, moved towards black or white until it can be read on the surface. */
export function readable(color: string, surface: string): string {
  const towards: Rgb = luminance(surface) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  let found = color;
  for (let part = 0; part <= 1 && ratio(found, surface) < wanted; part += 0.05) {
    const mixed = rgb(color).map((value, i) => Math.round(value + ((towards[i] ?? 0) - value) * part));
    found = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  }
  return found;
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2). */
export function ratio(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = rgb(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function rgb(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
