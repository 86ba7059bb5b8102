import { useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import type { Version } from '../api/registry.ts';
import { messages } from '../messages.ts';
import { Findings } from '../page/findings.tsx';
import { formatSize } from '../page/format.ts';
import { StateChip } from '../states/state-chip.tsx';
import { roomy } from './version-list.tsx';

interface VersionRowProps {
  row: Version;
  /** The channel on which this version is live. */
  liveOn: string | undefined;
  /** Undefined where the person may only look. */
  onPromote: ((version: Version) => void) | undefined;
  onState: (version: Version) => void;
}

export function VersionRow({ row, liveOn, onPromote, onState }: VersionRowProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { app, version, state, size, file_count: count, findings } = row;
  const published = t('releasedBy', { when: format.dateTime(row.published_at), name: row.published_by });
  const extent = `${formatSize(format, size)} · ${t('files', { count })}`;
  return (
    <TableRow>
      <TableCell component="th" scope="row" sx={{ overflowWrap: 'anywhere' }}>
        <Box component="span" sx={{ fontWeight: 600, mr: 1 }}>
          {version}
        </Box>
        {liveOn && <Chip size="small" color="primary" label={t('liveHere', { channel: liveOn })} />}
        <StateChip row={row} />
        <Typography variant="caption" component="div" sx={{ display: { md: 'none' } }}>
          {published}
          <br />
          {extent}
          {findings.length > 0 && <Findings findings={findings} />}
        </Typography>
      </TableCell>
      <TableCell sx={roomy}>{published}</TableCell>
      <TableCell sx={roomy}>{extent}</TableCell>
      <TableCell sx={roomy}>
        <Findings findings={findings} />
      </TableCell>
      {onPromote && (
        <TableCell align="right">
          <Button
            size="small"
            aria-label={t('promoteVersion', { app, version })}
            disabled={liveOn !== undefined || state === 'withdrawn' || state === 'collected'}
            onClick={() => onPromote(row)}
          >
            {t('promote')}
          </Button>
          <Button
            size="small"
            color="inherit"
            aria-label={t('stateOf', { app, version })}
            disabled={state === 'collected'}
            onClick={() => onState(row)}
          >
            {t('state')}
          </Button>
        </TableCell>
      )}
    </TableRow>
  );
}
