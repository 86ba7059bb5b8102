import { describe, expect, test } from 'vitest';
import { KnownFiles } from '../src/runtime/known-files.ts';
import { scriptUrls } from '../src/runtime/trusted-scripts.ts';
import { boot, dataGrid, page } from './fakes.ts';

const files = new KnownFiles(boot, page);

describe('KnownFiles', () => {
  test('resolves addresses against the page', () => {
    const entry = '/mf/data-grid/1.0.0/remoteEntry.js';
    expect(files.integrityOf(entry)).toBe('sha384-a');
    expect(files.integrityOf(`https://intarsia.example${entry}`)).toBe('sha384-a');
  });

  test('allows the folders of the release’s apps alone', () => {
    expect(files.allows('/mf/data-grid/1.0.0/static/js/7.js')).toBe(true);
    expect(files.allows('/mf/data-grid/1.0.1/static/js/7.js')).toBe(false);
    expect(files.allows('/mf/data-grid/1.0.0/../../../evil.js')).toBe(false);
    expect(files.allows('https://evil.example/mf/data-grid/1.0.0/7.js')).toBe(false);
  });

  test('follows an asset origin and a local override', () => {
    const entry = 'http://localhost:3002/mf-manifest.json';
    const override = new KnownFiles({ apps: { 'data-grid': { ...dataGrid, entry } }, integrity: {} }, page);
    expect(override.allows('http://localhost:3002/static/js/index.js')).toBe(true);
    expect(override.allows('http://localhost:3003/static/js/index.js')).toBe(false);
  });
});

describe('scriptUrls', () => {
  test('refuses what belongs to no app', () => {
    expect(() => scriptUrls(files)('https://evil.example/a.js')).toThrow(TypeError);
  });
});
