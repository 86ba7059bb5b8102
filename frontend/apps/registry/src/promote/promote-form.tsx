import { RequestId, useDescribeError, useMessages, useToasts } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { FormEvent } from 'react';
import { useChannel } from '../api/get-channel.ts';
import { usePromote } from '../api/promote.ts';
import type { Version } from '../api/registry.ts';
import { messages } from '../messages.ts';
import { FindingList } from '../page/findings.tsx';
import { findingsOf, isStale } from './refusal.ts';

interface PromoteFormProps {
  version: Version;
  channel: string;
  onClose: () => void;
}

/** Decided on what is live now: when somebody else is faster, the server refuses and the new state is loaded before the next try. */
export function PromoteForm({ version: { app, version }, channel, onClose }: PromoteFormProps) {
  const t = useMessages(messages);
  const toasts = useToasts();
  const live = useChannel(channel);
  const promote = usePromote();
  const from = live.data?.release?.apps[app]?.version;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get('note') ?? '').trim();
    promote.mutate(
      { channel, app, version, note, etag: live.data?.etag },
      {
        onSuccess: ({ number }) => {
          toasts.success(t('promoted', { number, channel }));
          onClose();
        },
      },
    );
  };
  const loadCurrent = async () => {
    await live.refetch();
    promote.reset();
  };
  const error = promote.error ?? live.error;
  return (
    <form onSubmit={submit}>
      <DialogTitle id="promote-title">{t('promoteTitle', { app })}</DialogTitle>
      <DialogContent>
        <Stack spacing={2.5}>
          {isStale(error) && <StaleNotice onLoad={() => void loadCurrent()} />}
          {error && !isStale(error) ? <Refusal error={error} /> : null}
          <div role="status">
            {live.data && <Effect app={app} channel={channel} from={from} to={version} />}
          </div>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('promoteText', { channel })}
          </Typography>
          <TextField
            name="note"
            label={t('note')}
            helperText={t('noteHelp')}
            multiline
            minRows={2}
            slotProps={{ htmlInput: { maxLength: 1000 } }}
          />
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button color="inherit" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          type="submit"
          variant="contained"
          loading={promote.isPending || live.isFetching}
          disabled={!live.data || from === version || isStale(error)}
        >
          {t('promote')}
        </Button>
      </DialogActions>
    </form>
  );
}

interface EffectProps {
  app: string;
  channel: string;
  from: string | undefined;
  to: string;
}

function Effect({ app, channel, from, to }: EffectProps) {
  const t = useMessages(messages);
  if (!from) return t('promoteNew', { app, channel, version: to });
  return from === to
    ? t('promoteSame', { app, channel, version: to })
    : t('promoteChange', { channel, from, to });
}

function StaleNotice({ onLoad }: { onLoad: () => void }) {
  const t = useMessages(messages);
  const action = (
    <Button color="inherit" size="small" onClick={onLoad}>
      {t('loadCurrent')}
    </Button>
  );
  return (
    <Alert severity="warning" action={action}>
      {t('stale')}
    </Alert>
  );
}

function Refusal({ error }: { error: unknown }) {
  const t = useMessages(messages);
  const { detail, requestId } = useDescribeError()(error);
  return (
    <Alert severity="error">
      {t('notPromoted')}. {detail}
      <FindingList findings={findingsOf(error)} />
      <RequestId id={requestId} />
    </Alert>
  );
}
