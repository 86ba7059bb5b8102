import { type BootDocument, emptyBoot, readBoot } from '@intarsia/federation';

/**
 * Development only: the dev server's page has no boot document, so the backend's own host page is asked for it. The dev server passes `/@host`
 * on to the backend's `/`.
 */
export async function bootOfBackend(): Promise<BootDocument> {
  try {
    const response = await fetch('/@host', { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return readBoot(page) ?? emptyBoot;
  } catch {
    return emptyBoot;
  }
}
