import { useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { Card as CardNumber } from '../api/get-overview.ts';
import { messages } from '../messages.ts';

/** The period's numbers, each beside the period before. */
export function Cards({ cards }: { cards: readonly CardNumber[] }) {
  const t = useMessages(messages);
  return (
    <Box
      component="ul"
      aria-label={t('numbers')}
      sx={{
        display: 'grid',
        gap: 2,
        m: 0,
        mb: 2,
        p: 0,
        listStyle: 'none',
        gridTemplateColumns: 'repeat(auto-fit, minmax(130px, 1fr))',
      }}
    >
      {cards.map((card) => (
        <NumberCard key={card.name} {...card} />
      ))}
    </Box>
  );
}

function NumberCard({ name, value, previous }: CardNumber) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <Card component="li" sx={{ p: 2 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t(name)}
      </Typography>
      <Typography sx={{ fontSize: '1.75rem', fontWeight: 650, fontVariantNumeric: 'tabular-nums' }}>
        {format.number(value)}
      </Typography>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {t('before', { value: previous })}
      </Typography>
    </Card>
  );
}
