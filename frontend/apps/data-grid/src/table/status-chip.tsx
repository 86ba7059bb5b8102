import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import type { Status } from '../api/item.ts';
import { messages } from '../messages.ts';

const colors: Record<Status, string> = {
  active: 'success.main',
  pending: 'warning.main',
  inactive: 'text.secondary',
};

/** A dot and a word: the colour alone would say nothing to some. */
export function StatusChip({ status }: { status: Status }) {
  const t = useMessages(messages);
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
      <Box
        component="span"
        aria-hidden
        sx={{ width: 8, height: 8, borderRadius: '50%', bgcolor: colors[status] }}
      />
      {t(status)}
    </Box>
  );
}
