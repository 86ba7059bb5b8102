import { useMessages } from '@intarsia/ui';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import type { Version } from '../api/registry.ts';
import { messages } from '../messages.ts';

const colors = { deprecated: 'warning', withdrawn: 'error', collected: 'default' } as const;

/** What a version is, and why; nothing for an active one, which is the usual. */
export function StateChip({ row: { state, state_reason: reason } }: { row: Version }) {
  const t = useMessages(messages);
  if (state === 'active') return null;
  return (
    <>
      <Chip size="small" variant="outlined" color={colors[state]} label={t(state)} />
      {reason && (
        <Typography variant="caption" component="div" sx={{ overflowWrap: 'anywhere' }}>
          {reason}
        </Typography>
      )}
    </>
  );
}
