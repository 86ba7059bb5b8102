import { createRequire } from 'node:module';

/** Packages that must exist once in a page: their state lives in module scope or in a React context. */
const singletons = {
  react: '^19.3.0',
  'react-dom': '^19.3.0',
  'react-router': '^8.5.0',
  '@emotion/react': '^11.14.0',
  '@emotion/styled': '^11.14.0',
  '@tanstack/react-query': '^5.108.0',
} as const;

/** Shared under its own name, from a file that leaves out what no browser needs. */
const router = { name: 'react-router', from: '@intarsia/federation/react-router' } as const;

/** Our own source packages are linked, so the bundler cannot read a version from their folder name. */
const ownPackages = { '@intarsia/ui': '1.0.0', '@intarsia/client': '1.0.0' } as const;

export interface SharedPackage {
  singleton: true;
  requiredVersion: string;
  version?: string;
  /** The module that is provided, when it is not the package itself. */
  import?: string;
  eager?: true;
}

/**
 * The share scope of an app. The host provides its copies eagerly: they are needed for the first paint anyway, and separate
 * chunks for each would cost eleven more requests (5 instead of 16 on the first page).
 */
export function sharedPackages(host: boolean): Record<string, SharedPackage> {
  const eager = host ? { eager: true as const } : {};
  const shared: Record<string, SharedPackage> = {};
  for (const [name, requiredVersion] of Object.entries(singletons)) {
    shared[name] = { singleton: true, requiredVersion, ...eager };
  }
  Object.assign(shared[router.name] ?? {}, { import: router.from, version: installedVersion(router.name) });
  for (const [name, version] of Object.entries(ownPackages)) {
    shared[name] = { singleton: true, requiredVersion: `^${version}`, version, ...eager };
  }
  return shared;
}

function installedVersion(name: string): string {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string };
  return version;
}
