import { type Clock, sleep, TimeoutError, within } from './clock.ts';
import { limits } from './limits.ts';

interface Options {
  clock: Clock;
  integrity: string | undefined;
}

/** Fetches a manifest; a failure is tried once more, a time-out is not. */
export async function fetchManifest(url: string, init: RequestInit, options: Options): Promise<Response> {
  try {
    return await attempt(url, init, options);
  } catch (error) {
    if (error instanceof TimeoutError) throw error;
    await sleep(options.clock, limits.retryPause);
    return attempt(url, init, options);
  }
}

async function attempt(url: string, init: RequestInit, { clock, integrity }: Options): Promise<Response> {
  const stop = new AbortController();
  const request = fetch(url, { ...init, ...(integrity ? { integrity } : {}), signal: stop.signal });
  try {
    const response = await within(clock, limits.manifest, `manifest ${url}`, request);
    return checked(response, url);
  } catch (error) {
    stop.abort();
    throw error;
  }
}

/** The runtime takes whatever came as JSON: an error page would end as a syntax error far from its cause. */
function checked(response: Response, url: string): Response {
  if (!response.ok) throw new Error(`manifest ${url} answered ${response.status}`);
  if (!response.headers.get('content-type')?.includes('json')) throw new Error(`manifest ${url} is not JSON`);
  return response;
}
