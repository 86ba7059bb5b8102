import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { messages } from '../messages.ts';
import type { Selection } from './use-selection.ts';

/** How many rows are chosen, and what can be done to all of them. */
export function SelectionBar({ selection, children }: { selection: Selection; children: ReactNode }) {
  const t = useMessages(messages);
  const count = selection.ids.size;
  if (count === 0) return null;
  return (
    <Box
      role="group"
      aria-label={t('selected', { count })}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
        px: 2,
        py: 1,
        borderTop: 1,
        borderColor: 'divider',
        bgcolor: 'action.selected',
      }}
    >
      <Typography role="status" sx={{ fontWeight: 600, mr: 'auto' }}>
        {t('selected', { count })}
      </Typography>
      {children}
      <Button color="inherit" onClick={selection.clear}>
        {t('clearSelection')}
      </Button>
    </Box>
  );
}
