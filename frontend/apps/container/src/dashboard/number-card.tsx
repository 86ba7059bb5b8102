import { useFormat, useMessages } from '@intarsia/ui';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { messages } from './messages.ts';
import type { Counted } from './numbers-api.ts';

interface NumberCardProps {
  label: string;
  count: Pick<Counted, 'data' | 'error'>;
}

/** A number that cannot be had is a dash. */
export function NumberCard({ label, count: { data, error } }: NumberCardProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const shown = data ? format.number(data.value) + (data.more ? '+' : '') : '–';
  return (
    <Card
      component="li"
      sx={{ p: 2, display: 'flex', flexDirection: 'column', justifyContent: 'space-between' }}
    >
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {label}
      </Typography>
      <Typography sx={{ fontSize: '1.5rem', fontWeight: 650, fontVariantNumeric: 'tabular-nums' }}>
        {data || error ? shown : <Skeleton width="3ch" role="img" aria-label={t('loading')} />}
      </Typography>
    </Card>
  );
}
