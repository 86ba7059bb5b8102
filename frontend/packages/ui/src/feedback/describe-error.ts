import { ProblemError } from '@intarsia/client';

export interface ErrorDescription {
  code: string;
  detail: string;
  requestId: string | undefined;
}

/** What a thrown thing says of itself. Pages show `useDescribeError()`, which has words of the page's language where it says nothing. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ProblemError) {
    return { code: error.code, detail: error.detail, requestId: error.request_id };
  }
  return { code: 'unknown', detail: error instanceof Error ? error.message : '', requestId: undefined };
}
