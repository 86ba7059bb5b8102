import { type Selection, SelectRow } from '@intarsia/table';
import { useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { Item } from '../api/item.ts';
import { messages } from '../messages.ts';
import type { ItemListProps } from './item-list.tsx';
import { NoItems } from './no-items.tsx';
import { type ItemActions, RowActions } from './row-actions.tsx';
import { StatusChip } from './status-chip.tsx';

export function ItemCards({ state, items, loading, selection, ...actions }: ItemListProps) {
  const t = useMessages(messages);
  if (!items) return <CardSkeletons />;
  if (items.length === 0 && !loading) return <NoItems state={state} />;
  return (
    <Stack
      component="ul"
      aria-label={t('records')}
      aria-busy={loading}
      sx={{ listStyle: 'none', m: 0, p: 0 }}
    >
      {items.map((item) => (
        <ItemCard key={item.id} item={item} selection={selection} actions={actions} />
      ))}
    </Stack>
  );
}

interface ItemCardProps {
  item: Item;
  selection: Selection | undefined;
  actions: ItemActions;
}

function ItemCard({ item, selection, actions }: ItemCardProps) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <Box
      component="li"
      sx={{ display: 'flex', gap: 1, px: 2, py: 1.5, borderTop: 1, borderColor: 'divider' }}
    >
      {selection && (
        <Box sx={{ alignSelf: 'center', ml: -1 }}>
          <SelectRow id={item.id} name={item.name} selection={selection} />
        </Box>
      )}
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{item.name}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {item.category} · {format.number(item.value, { maximumFractionDigits: 2 })}
        </Typography>
        <Typography variant="body2" component="div" sx={{ mt: 0.5 }}>
          <StatusChip status={item.status} />
        </Typography>
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {t('changedAt', { time: format.dateTime(item.updated_at) })}
        </Typography>
      </Box>
      <Box sx={{ flexShrink: 0, alignSelf: 'center' }}>
        <RowActions item={item} {...actions} />
      </Box>
    </Box>
  );
}

function CardSkeletons() {
  const t = useMessages(messages);
  return (
    <Stack role="status" aria-label={t('loadingRecords')} spacing={1.5} sx={{ p: 2 }}>
      {[0, 1, 2, 3, 4].map((row) => (
        <Skeleton key={row} variant="rounded" height={72} />
      ))}
    </Stack>
  );
}
