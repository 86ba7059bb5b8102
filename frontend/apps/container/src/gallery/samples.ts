import { ProblemError } from '@intarsia/client';

/** What a server's refusal looks like to a page. */
export const refusal = new ProblemError({
  status: 409,
  code: 'name_taken',
  title: 'Conflict',
  detail: 'There is a wood of that name already.',
  request_id: '0199-sample-request',
  errors: [{ loc: ['body', 'name'], msg: 'Taken already.', type: 'taken' }],
  retry_after: undefined,
});
