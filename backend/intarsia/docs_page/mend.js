// Names, levels and ways in that Swagger UI leaves out, put on what it has drawn.

const LEVELS = { H2: 1, H3: 2, H4: 3, H5: 4, H6: 4 };

/** By selector: what is done to each element that fits. Doing it twice changes nothing. */
const MENDS = {
  'h2, h3, h4, h5, h6': (heading) => set(heading, { role: 'heading', 'aria-level': LEVELS[heading.tagName] }),
  // A table that says it is a region is no table any longer.
  'table[role=region]': (table) => table.removeAttribute('role'),
  // The name must contain what is written on the button.
  '.auth.button[aria-label]': (button) => button.removeAttribute('aria-label'),
  '.close-modal': (button) => set(button, { 'aria-label': 'Close' }),
  '.copy-to-clipboard button': (button) => set(button, { 'aria-label': 'Copy' }),
  'tr[data-param-name] :is(input, select, textarea)': (field) =>
    set(field, { 'aria-label': field.closest('tr').dataset.paramName }),
  '.body-param__text': (field) => set(field, { 'aria-label': 'Request body' }),
  // What is wider than the page is moved by the arrow keys, too.
  'pre:not(.version), .table-container': (region) => set(region, { tabindex: 0 }),
};

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  }
}

function mend(root) {
  for (const [selector, apply] of Object.entries(MENDS)) root.querySelectorAll(selector).forEach(apply);
}

/** Mends what is there, and what Swagger UI draws later. */
export function keepMended(root) {
  new MutationObserver(() => mend(root)).observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ['role', 'aria-label'],
  });
}
