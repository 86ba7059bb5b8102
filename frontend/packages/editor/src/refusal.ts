import { ProblemError } from '@intarsia/client';

/** Someone else saved first. */
export function isStale(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 412;
}

export interface FieldRefusal {
  /** The stable name of what is wrong. */
  type: string;
  /** The server's words. */
  msg: string;
}

/** What the server refused about single fields, by the field's name. */
export function fieldRefusals(error: unknown): Record<string, FieldRefusal> {
  if (!(error instanceof ProblemError)) return {};
  const { field } = error.extra;
  if (typeof field === 'string') return { [field]: { type: error.code, msg: error.detail } };
  // What concerns the request as a whole has no place in it.
  const ofFields = error.errors.filter(({ loc }) => loc.length > 0);
  return Object.fromEntries(ofFields.map(({ loc, msg, type }) => [String(loc.at(-1)), { type, msg }]));
}
