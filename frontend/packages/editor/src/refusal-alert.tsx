import { RequestId, useDescribeError } from '@intarsia/ui';
import Alert from '@mui/material/Alert';

/** Why something was not done, and the request to ask about. */
export function RefusalAlert({ error }: { error: unknown }) {
  const { detail, requestId } = useDescribeError()(error);
  return (
    <Alert severity="error">
      {detail}
      <RequestId id={requestId} />
    </Alert>
  );
}
