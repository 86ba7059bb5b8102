import type { BootApp } from '@intarsia/federation';
import { describe, expect, test } from 'vitest';
import { mayOpen, navApps, navSections, pageApps } from '../src/release/apps.ts';

function app(title: string, part: Partial<BootApp> = {}): BootApp {
  return {
    version: '1.0.0',
    name: title.toLowerCase(),
    entry: '/mf/x/1.0.0/mf-manifest.json',
    type: 'global',
    globalName: undefined,
    expose: './App',
    mount: 'react',
    title,
    icon: undefined,
    description: undefined,
    route: `/${title.toLowerCase()}`,
    nav: { order: 10, section: undefined },
    roles: undefined,
    ...part,
  };
}

const boot = {
  apps: {
    container: app('Intarsia', { route: '/', nav: undefined }),
    data: app('Data', { nav: { order: 20, section: 'Workspace' } }),
    registry: app('Registry', { nav: { order: 90, section: 'Platform' }, roles: ['admin'] }),
    users: app('Users', { nav: { order: 10, section: 'Workspace' } }),
    hidden: app('Hidden', { nav: undefined }),
  },
};

describe('the navigation of a release', () => {
  test('is in order, by section, without the host and what asks to be left out', () => {
    const sections = navSections(boot, 'admin').map(({ title, apps }) => [title, apps.map(({ id }) => id)]);
    expect(sections).toEqual([
      ['Workspace', ['users', 'data']],
      ['Platform', ['registry']],
    ]);
  });

  test('shows a role only what it may open', () => {
    expect(navApps(boot, 'viewer').map(({ id }) => id)).toEqual(['users', 'data']);
    expect(mayOpen({ roles: ['admin'] }, undefined)).toBe(false);
  });

  test('what is not in it still has its page', () => {
    expect(pageApps(boot).map(({ id }) => id)).toContain('hidden');
  });
});
