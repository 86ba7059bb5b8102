import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

interface FactsProps {
  facts: readonly (readonly [term: string, value: ReactNode])[];
}

/** What is known of something, a term beside each value; under it where there is no room. */
export function Facts({ facts }: FactsProps) {
  return (
    <Box
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: { sm: 'minmax(120px, 1fr) 3fr' },
        m: 0,
        columnGap: 2,
        rowGap: { sm: 1 },
        '& dt': { color: 'text.secondary' },
        '& dd': { m: 0, mb: { xs: 1.5, sm: 0 }, overflowWrap: 'anywhere', fontWeight: 550 },
      }}
    >
      {facts.map(([term, value]) => (
        <Box key={term} component="div" sx={{ display: 'contents' }}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </Box>
      ))}
    </Box>
  );
}
