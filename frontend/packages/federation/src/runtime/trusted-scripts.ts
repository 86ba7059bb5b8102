import type { KnownFiles } from './known-files.ts';

/** The part of Trusted Types that is used; TypeScript's DOM library does not have it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(value: string): string | null; createHTML?(value: string): string },
  ): { createScriptURL(value: string): string };
}

export function trustedTypes(): TrustedTypes | undefined {
  return (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
}

/** Turns an address into one that may be given to `script.src`. @throws TypeError for an address outside the release */
export function scriptUrls(files: KnownFiles): (url: string) => string {
  const createScriptURL = (url: string) => {
    if (!files.allows(url)) throw new TypeError(`${url} belongs to no app of this release`);
    return url;
  };
  const policy = trustedTypes()?.createPolicy('intarsia-loader', { createScriptURL });
  return policy ? (url) => policy.createScriptURL(url) : createScriptURL;
}
