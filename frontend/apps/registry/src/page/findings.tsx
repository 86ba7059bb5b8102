import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Finding } from '../api/registry.ts';
import { messages } from '../messages.ts';

/** What the checks had to say: nothing, or a count that opens. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const t = useMessages(messages);
  if (findings.length === 0) return <>{t('noFindings')}</>;
  return (
    <Box component="details" sx={{ '& summary': { cursor: 'pointer' } }}>
      <summary>{t('warnings', { count: findings.length })}</summary>
      <FindingList findings={findings} />
    </Box>
  );
}

export function FindingList({ findings }: { findings: readonly Finding[] }) {
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
      {findings.map(({ rule, path, hint }) => (
        <Typography key={`${rule} ${path}`} component="li" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          <strong>{rule}</strong>
          {path && ` · ${path}`}: {hint}
        </Typography>
      ))}
    </Box>
  );
}
