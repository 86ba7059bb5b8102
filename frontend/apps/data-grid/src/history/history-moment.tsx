import { useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { HistoryEntry } from '../api/list-history.ts';
import { messages, type Translate } from '../messages.ts';

const actions = {
  created: 'wasCreated',
  imported: 'wasImported',
  changed: 'wasChanged',
  deleted: 'wasDeleted',
} as const;
const fields = ['name', 'category', 'value', 'status', 'description'] as const;

export function HistoryMoment({ moment }: { moment: HistoryEntry }) {
  const t = useMessages(messages);
  const format = useFormat();
  const { at, action, actor, actor_name, changes } = moment;
  const known = actions[action as keyof typeof actions];
  return (
    <Box component="li" sx={{ py: 1.25, borderBottom: 1, borderColor: 'divider', overflowWrap: 'anywhere' }}>
      <Typography sx={{ fontWeight: 600 }}>{known ? t(known) : action}</Typography>
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
        {t('byAt', { actor: actor_name ?? actor, time: format.dateTime(at) })}
      </Typography>
      {Object.entries(changes).map(([field, { before, after }]) => (
        <Typography key={field} variant="body2">
          {t('fieldChange', {
            field: fieldName(t, field),
            before: shown(t, field, before),
            after: shown(t, field, after),
          })}
        </Typography>
      ))}
    </Box>
  );
}

function fieldName(t: Translate, field: string): string {
  const known = fields.find((name) => name === field);
  return known ? t(known) : field;
}

function shown(t: Translate, field: string, value: unknown): string {
  if (value === null || value === '') return t('nothing');
  if (field === 'status' && (value === 'active' || value === 'pending' || value === 'inactive'))
    return t(value);
  return String(value);
}
