/** The browser sends it even when the page is gone. It has no headers, so whoever sent it counts as a guest. */
export function beacon(url: string, body: unknown): void {
  try {
    navigator.sendBeacon(url, new Blob([JSON.stringify(body)], { type: 'application/json' }));
  } catch {
    // Too large, or forbidden by an extension.
  }
}
