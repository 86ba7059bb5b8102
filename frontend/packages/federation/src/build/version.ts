import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The version this build will be published as: `INTARSIA_VERSION` (the publisher fixes it before it builds) or the one in package.json.
 * The federation plugin reads its own variable for the manifest's `buildVersion`, so it is set to the same value.
 */
export function buildVersion(appDirectory: string): string {
  const version = process.env['INTARSIA_VERSION'] ?? packageVersion(appDirectory);
  process.env['MF_BUILD_VERSION'] = version;
  return version;
}

function packageVersion(appDirectory: string): string {
  const file = join(appDirectory, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string };
  if (!version) throw new Error(`${file} has no version, and INTARSIA_VERSION is not set`);
  return version;
}
