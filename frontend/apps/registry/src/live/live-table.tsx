import { useMessages } from '@intarsia/ui';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router';
import type { Release } from '../api/registry.ts';
import { messages } from '../messages.ts';
import { useRollBackWithConfirm } from '../releases/use-roll-back-with-confirm.ts';
import { writeState } from '../state/registry-state.ts';

/** A telephone has no place for a third column: the version stands under its app there. */
const whereWide = { display: { xs: 'none', sm: 'table-cell' } };
const whereNarrow = { display: { xs: 'block', sm: 'none' }, color: 'text.secondary' };

interface LiveTableProps {
  live: Release;
  mayAct: boolean;
}

export function LiveTable({ live, mayAct }: LiveTableProps) {
  const t = useMessages(messages);
  const rollBack = useRollBackWithConfirm(live.channel);
  const apps = Object.entries(live.apps).sort(([a], [b]) => a.localeCompare(b));
  const versionsOf = (app: string) => ({
    search: writeState({ view: 'apps', channel: live.channel, app }).toString(),
  });
  return (
    <Table aria-label={t('live')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('app')}</TableCell>
          <TableCell sx={whereWide}>{t('version')}</TableCell>
          {mayAct && <TableCell align="right">{t('actions')}</TableCell>}
        </TableRow>
      </TableHead>
      <TableBody>
        {apps.map(([app, { version }]) => (
          <TableRow key={app}>
            <TableCell component="th" scope="row" sx={{ overflowWrap: 'anywhere' }}>
              <Link component={RouterLink} to={versionsOf(app)} aria-label={t('showVersions', { app })}>
                {app}
              </Link>
              <Typography variant="body2" sx={whereNarrow}>
                {version}
              </Typography>
            </TableCell>
            <TableCell sx={{ ...whereWide, overflowWrap: 'anywhere' }}>{version}</TableCell>
            {mayAct && (
              <TableCell align="right">
                <Button
                  size="small"
                  color="inherit"
                  aria-label={t('rollBackApp', { app })}
                  onClick={() => void rollBack.app(app)}
                >
                  {t('rollBack')}
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
