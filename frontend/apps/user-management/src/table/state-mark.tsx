import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import { messages } from '../messages.ts';

/** A dot and a word: the colour alone would say nothing to some. */
export function StateMark({ active }: { active: boolean }) {
  const t = useMessages(messages);
  const bgcolor = active ? 'success.main' : 'text.secondary';
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
      <Box component="span" aria-hidden sx={{ width: 8, height: 8, borderRadius: '50%', bgcolor }} />
      {t(active ? 'active' : 'inactive')}
    </Box>
  );
}
