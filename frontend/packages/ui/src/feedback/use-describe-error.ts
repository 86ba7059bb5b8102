import { useCallback } from 'react';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { describeError, type ErrorDescription } from './describe-error.ts';

/** Any thrown thing in the words a person may read; the server's own refusals are in its words. */
export function useDescribeError(): (error: unknown) => ErrorDescription {
  const t = useMessages(uiMessages);
  return useCallback(
    (error) => {
      const description = describeError(error);
      if (description.code === 'network') return { ...description, detail: t('noAnswer') };
      return description.detail ? description : { ...description, detail: t('unknownError') };
    },
    [t],
  );
}
