// Swagger UI writes HTML of its own making; this page shows nothing else.
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (html) => html,
  createScript: () => null,
  createScriptURL: () => null,
});
