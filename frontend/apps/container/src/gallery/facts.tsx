import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import { Icon, type IconName, Logo, Facts as Sample, useFormat } from '../shared/shared-ui.ts';

const icons: IconName[] = ['home', 'app', 'search', 'bell', 'edit', 'trash', 'person', 'shield', 'filter'];
const cut = '2026-11-20T09:30:00Z';

export function Facts() {
  const format = useFormat();
  return (
    <Stack spacing={3}>
      <Sample
        facts={[
          ['Wood', 'Oak'],
          ['Cut', format.dateTime(cut)],
          ['Pieces', format.number(12345)],
        ]}
      />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
        <Logo size={40} />
        {icons.map((name) => (
          <Icon key={name} name={name} />
        ))}
      </Box>
    </Stack>
  );
}
