import type { KnownFiles } from './known-files.ts';
import { trustedTypes } from './trusted-scripts.ts';

/**
 * Lets bundles built by other tools run under the page's strict policy: style tags they create get the nonce, scripts get their integrity, and
 * addresses or HTML they assign without Trusted Types are checked here. Runs before any remote.
 */
export function fitForeignBundles(files: KnownFiles, nonce: string | undefined): void {
  trustedTypes()?.createPolicy('default', {
    createScriptURL: (url) => (files.allows(url) ? url : null),
    // Solid and others parse their own templates. The policy still forbids inline handlers and scripts.
    createHTML: (html) => html,
  });
  const createElement = Document.prototype.createElement;
  Document.prototype.createElement = function create(this: Document, ...args: [string]) {
    const element = createElement.apply(this, args);
    if (nonce && element instanceof HTMLStyleElement) element.nonce = nonce;
    if (element instanceof HTMLScriptElement) addIntegrity(element, files);
    return element;
  } as typeof createElement;
}

/** The hash is known once the address is: at the assignment of `src`. */
function addIntegrity(script: HTMLScriptElement, files: KnownFiles): void {
  const native = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src');
  Object.defineProperty(script, 'src', {
    configurable: true,
    get: () => native?.get?.call(script),
    set: (value) => {
      native?.set?.call(script, value);
      const hash = files.integrityOf(script.src);
      if (!hash || script.integrity) return;
      script.integrity = hash;
      script.crossOrigin = 'anonymous';
    },
  });
}
