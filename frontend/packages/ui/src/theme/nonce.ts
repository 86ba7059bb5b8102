/** The nonce of this page's policy. Browsers hide the attribute's text, so the property is read. */
export function pageNonce(page: Document = document): string | undefined {
  return page.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.nonce || undefined;
}
