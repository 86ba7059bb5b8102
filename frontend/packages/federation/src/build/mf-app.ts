import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pluginModuleFederation } from '@module-federation/rsbuild-plugin';
import { defineConfig, type RsbuildConfig } from '@rsbuild/core';
import { pluginReact } from '@rsbuild/plugin-react';
import { esmRuntime, withoutStats } from './plugins.ts';
import { sharedPackages } from './shared.ts';
import { buildVersion } from './version.ts';

export interface AppOptions {
  /** The federation name: a JavaScript identifier, unique among live apps. */
  name: string;
  /** The usual port of the dev server, 3000 to 3009; `DEV_PORT` moves all of them. */
  port: number;
  /** What others may load, for example `{'./DataGrid': './src/data-grid.tsx'}`. */
  exposes?: Record<string, string>;
  /** The host provides the shared packages; remotes only fall back to their own copies when they run alone. */
  host?: boolean;
}

const backend = process.env['INTARSIA_BACKEND'] ?? 'http://localhost:8000';
/** The first of the dev servers' ports. */
const firstPort = 3000;
const localOrigin = /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/;

/** The whole build of a platform app. Called in the app's folder: `export default mfApp({name, port, exposes})`. */
export function mfApp(options: AppOptions): RsbuildConfig {
  const directory = process.cwd();
  const production = process.env['NODE_ENV'] === 'production';
  const port = devPort(options.port);
  return defineConfig({
    plugins: [pluginReact(), pluginModuleFederation(federation(options)), withoutStats(), esmRuntime()],
    source: { entry: { index: './src/index.ts' } },
    html: {
      template: join(import.meta.dirname, 'page.html'),
      title: pageTitle(directory),
      scriptLoading: 'defer',
    },
    output: {
      // Relative to the loaded script, so that the same bytes work under every version's address.
      assetPrefix: 'auto',
      // A development server builds in memory and must leave the last build alone.
      cleanDistPath: production,
      copy: ['intarsia.json', 'icon.svg']
        .filter((file) => existsSync(join(directory, file)))
        .map((from) => ({ from })),
      // No source maps in what is published, and no eval in development: the page forbids it.
      sourceMap: { js: production ? false : 'cheap-module-source-map' },
    },
    security: { sri: { enable: 'auto', algorithm: 'sha384' } },
    server: {
      host: process.env['HOST'] ?? 'localhost',
      port,
      // On another port than the one that is written down nobody would find it, and its page would reload for somebody else's changes.
      strictPort: true,
      cors: { origin: localOrigin },
      proxy: backendProxy(),
    },
    dev: { assetPrefix: 'auto', client: { host: 'localhost', port, protocol: 'ws' } },
    // A remote's expose is one chunk. Split, it would share a piece with the fallbacks of the shared packages, and that piece is in no preload
    // list: one more round trip before anything shows.
    ...(options.host ? {} : { splitChunks: false }),
    tools: { rspack: { output: bundleIdentity(options.name, buildVersion(directory)) } },
  });
}

/** The title until the app itself sets one. */
function pageTitle(directory: string): string {
  const { title } = JSON.parse(readFileSync(join(directory, 'intarsia.json'), 'utf8')) as { title: string };
  return title === 'Intarsia' ? title : `${title} · Intarsia`;
}

/** `DEV_PORT=4000` moves 3000 to 4000, 3001 to 4001 and so on, for a second working copy beside the first. */
function devPort(usual: number): number {
  const first = process.env['DEV_PORT'] || String(firstPort);
  if (!/^\d{4,5}$/.test(first)) throw new Error(`DEV_PORT is ${first}, use a number such as 4000`);
  return usual - firstPort + Number(first);
}

function federation({ name, exposes = {}, host = false }: AppOptions) {
  return {
    name,
    filename: 'remoteEntry.js',
    exposes,
    shared: sharedPackages(host),
    shareStrategy: 'loaded-first' as const,
    manifest: true,
    dts: false,
    experiments: { optimization: { target: 'web' as const } },
  };
}

/** Two versions of one app may meet in a page (an in-page swap): without the version in the name the second would run the first one's code. */
function bundleIdentity(name: string, version: string) {
  return { uniqueName: `${name}_${version.replace(/\W/g, '_')}`, trustedTypes: { policyName: name } };
}

/**
 * The browser sees one origin, so cookies and the fetch metadata are those of production. `/@host` is the backend's own page, from which a host
 * in development takes the release.
 */
function backendProxy() {
  const hostPage = { target: backend, pathRewrite: { '^/@host': '/' } };
  return { '/api': { target: backend }, '/mf': { target: backend }, '/@host': hostPage };
}
