/**
 * What a first visit downloads, in brotli as it is served: the host's page scripts, and each remote's entry with everything its exposes need at
 * once. Fails over budget. Shared packages come from the host, so a remote's fallback copies don't count.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const budgets = { host: 200, remote: 250 };
const apps = fileURLToPath(new URL('../apps', import.meta.url));

function firstLoad(dist) {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  return [...page.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.(?:js|css))"/g)].map(
    ([, file]) => file,
  );
}

function exposed(manifest) {
  const files = manifest.exposes.flatMap(({ assets }) => [...assets.js.sync, ...assets.css.sync]);
  return [...new Set(['remoteEntry.js', ...files])];
}

function size(dist, files) {
  const bytes = files.map((file) => brotliCompressSync(readFileSync(join(dist, file))).length);
  return bytes.reduce((sum, length) => sum + length, 0) / 1024;
}

let over = false;
for (const app of readdirSync(apps)) {
  const dist = join(apps, app, 'dist');
  if (!existsSync(join(dist, 'intarsia.json'))) throw new Error(`${app} is not built: npm run build`);
  const isHost = JSON.parse(readFileSync(join(dist, 'intarsia.json'), 'utf8')).kind === 'host';
  const manifest = JSON.parse(readFileSync(join(dist, 'mf-manifest.json'), 'utf8'));
  const weight = size(dist, isHost ? firstLoad(dist) : exposed(manifest));
  const budget = isHost ? budgets.host : budgets.remote;
  over ||= weight > budget;
  process.stdout.write(`${app.padEnd(18)} ${weight.toFixed(1).padStart(6)} of ${budget} KiB br\n`);
}
if (over) process.exitCode = 1;
