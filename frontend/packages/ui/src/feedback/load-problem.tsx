import Button from '@mui/material/Button';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { EmptyState } from './empty-state.tsx';
import { RequestId } from './request-id.tsx';
import { useDescribeError } from './use-describe-error.ts';

interface LoadProblemProps {
  title: string;
  error: unknown;
  onRetry: () => void;
}

/** In the place of what could not be loaded. */
export function LoadProblem({ title, error, onRetry }: LoadProblemProps) {
  const t = useMessages(uiMessages);
  const { detail, requestId } = useDescribeError()(error);
  const text = (
    <>
      {detail}
      <RequestId id={requestId} />
    </>
  );
  const action = (
    <Button variant="outlined" onClick={onRetry}>
      {t('tryAgain')}
    </Button>
  );
  return <EmptyState icon="broken" title={title} text={text} action={action} />;
}
