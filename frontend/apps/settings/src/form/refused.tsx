import { RequestId, type Settings, type SettingsChange, useDescribeError, useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import { messages } from '../messages.ts';

interface RefusedProps {
  names: readonly (keyof Settings)[];
  save: { error: unknown; variables: SettingsChange | undefined };
}

/** Why the last change of one of these was not taken; the field shows again what holds. */
export function Refused({ names, save: { error, variables = {} } }: RefusedProps) {
  const t = useMessages(messages);
  const describe = useDescribeError();
  const name = names.find((known) => known in variables);
  if (!error || !name) return null;
  const { detail, requestId } = describe(error);
  return (
    <Alert severity="error">
      {`${t(name)}: ${t('notSaved')}. ${detail}`}
      <RequestId id={requestId} />
    </Alert>
  );
}
