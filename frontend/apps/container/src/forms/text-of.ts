/** A field of a form without the blanks around it. */
export function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim();
}

/** A password is taken as it was typed. */
export function passwordOf(form: FormData, name: string): string {
  return String(form.get(name) ?? '');
}
