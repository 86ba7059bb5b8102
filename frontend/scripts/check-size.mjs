/**
 * What a first visit downloads, in brotli as it is served. The host: its page's scripts and the chunks that the sign-in page or the home page fetches
 * right after them. A remote: its entry with everything that its exposes need at once; shared packages come from the host, so its fallback
 * copies don't count. Fails over budget.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const budgets = { host: 200, remote: 250 };
/** Chunks by the names that the host's code gives them (`webpackChunkName`). */
const visits = { 'sign-in': ['guest', 'reports'], home: ['member', 'reports'] };
const apps = fileURLToPath(new URL('../apps', import.meta.url));

const read = (dist, file) => readFileSync(join(dist, file), 'utf8');

function pageScripts(dist) {
  const tags = /<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.(?:js|css))"/g;
  return [...read(dist, 'index.html').matchAll(tags)].map(([, file]) => file);
}

/** A named chunk with those that the same import fetches: the entry has `Promise.all([r.e(2),r.e("c7")])`, and the hash in a file's name by its id. */
function chunksOf(dist, entry, name) {
  const folder = 'static/js/async';
  const files = new Map();
  for (const file of readdirSync(join(dist, folder))) {
    const id = entry.match(new RegExp(`["{,](\\w+)"?:"${file.split('.').at(-2)}"`))?.[1];
    if (id && file.endsWith('.js')) files.set(id, `${folder}/${file}`);
  }
  const idsOf = (group) => [...group.matchAll(/\.e\("?(\w+)"?\)/g)].map(([, id]) => id);
  const groups = [...entry.matchAll(/(?:\w+\.e\("?\w+"?\),?)+/g)].map(([group]) => idsOf(group));
  const found = groups.find((ids) => ids.some((id) => files.get(id)?.includes(`/${name}.`)));
  if (!found) throw new Error(`no import of a chunk named ${name} in the host's entry`);
  return found.map((id) => files.get(id));
}

function firstVisits(dist) {
  const page = pageScripts(dist);
  const entry = read(
    dist,
    page.find((file) => file.includes('/index.')),
  );
  return Object.entries(visits).map(([visit, names]) => [
    visit,
    [...page, ...names.flatMap((name) => chunksOf(dist, entry, name))],
  ]);
}

function exposed(dist) {
  const { exposes } = JSON.parse(read(dist, 'mf-manifest.json'));
  return ['remoteEntry.js', ...exposes.flatMap(({ assets }) => [...assets.js.sync, ...assets.css.sync])];
}

function size(dist, files) {
  const bytes = [...new Set(files)].map((file) => brotliCompressSync(readFileSync(join(dist, file))).length);
  return bytes.reduce((sum, length) => sum + length, 0) / 1024;
}

function report(what, weight, budget) {
  process.stdout.write(`${what.padEnd(18)} ${weight.toFixed(1).padStart(6)} of ${budget} KiB br\n`);
  if (weight > budget) process.exitCode = 1;
}

for (const app of readdirSync(apps)) {
  const dist = join(apps, app, 'dist');
  if (!existsSync(join(dist, 'intarsia.json'))) throw new Error(`${app} is not built: npm run build`);
  if (JSON.parse(read(dist, 'intarsia.json')).kind === 'host')
    for (const [visit, files] of firstVisits(dist)) report(`host, ${visit}`, size(dist, files), budgets.host);
  else report(app, size(dist, exposed(dist)), budgets.remote);
}
