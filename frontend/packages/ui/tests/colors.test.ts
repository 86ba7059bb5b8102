import { describe, expect, test } from 'vitest';
import { applyColors, ratio, readable } from '../src/settings/colors.ts';

describe('a chosen colour', () => {
  test.each([
    ['#1d5f55', '#272320'],
    ['#ffff00', '#f7f5f1'],
    ['#000000', '#272320'],
    ['#808080', '#ffffff'],
  ])('%s can be read on %s', (color, surface) => {
    expect(ratio(readable(color, surface), surface)).toBeGreaterThanOrEqual(4.5);
  });

  test('that can be read stays as it is', () => {
    expect(readable('#123456', '#ffffff')).toBe('#123456');
  });

  test('is the whole page’s, and the product’s own takes it away again', () => {
    const root = document.createElement('div');
    applyColors(root, 'light', { primary: '#123456', secondary: undefined });
    expect(root.style.getPropertyValue('--i-palette-primary-main')).toBe('#123456');
    applyColors(root, 'light', { primary: '#1D5F55', secondary: undefined });
    expect(root.style.getPropertyValue('--i-palette-primary-main')).toBe('');
  });

  test('does not weaken high contrast', () => {
    const root = document.createElement('div');
    applyColors(root, 'contrast', { primary: '#ffff00', secondary: undefined });
    expect(root.style.getPropertyValue('--i-palette-primary-main')).toBe('');
  });
});
