import { type FieldProblem, ProblemError } from '@intarsia/client';
import { RequestId, useDescribeError, useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { messages } from '../messages.ts';

/** Why a file was refused: line by line where the server says so. */
export function ImportProblem({ error }: { error: unknown }) {
  const t = useMessages(messages);
  const { detail, requestId } = useDescribeError()(error);
  const lines = error instanceof ProblemError ? error.errors.filter(({ loc }) => loc[0] === 'line') : [];
  if (lines.length === 0) {
    return (
      <Alert severity="error">
        {detail}
        <RequestId id={requestId} />
      </Alert>
    );
  }
  return (
    <>
      <Alert severity="error">{t('nothingImported', { count: lines.length })}</Alert>
      <Box
        component="ul"
        aria-label={t('errors')}
        tabIndex={0}
        sx={{ maxHeight: 240, overflowY: 'auto', m: 0, pl: 2.5 }}
      >
        {lines.map((line) => (
          <li key={line.loc.join()}>
            <LineProblem problem={line} />
          </li>
        ))}
      </Box>
    </>
  );
}

function LineProblem({ problem: { loc, msg } }: { problem: FieldProblem }) {
  const t = useMessages(messages);
  const [, line = '', column] = loc;
  const place = column === undefined ? t('line', { line }) : t('lineColumn', { line, column });
  return (
    <>
      <strong>{place}</strong> {msg}
    </>
  );
}
