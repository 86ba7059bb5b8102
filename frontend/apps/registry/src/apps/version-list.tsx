import { EmptyState, LoadProblem, useMessages } from '@intarsia/ui';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useReleases } from '../api/list-releases.ts';
import { useVersions } from '../api/list-versions.ts';
import type { Version } from '../api/registry.ts';
import { messages } from '../messages.ts';
import { LoadingRows } from '../page/loading-rows.tsx';
import { OlderButton } from '../page/older-button.tsx';
import { VersionRow } from './version-row.tsx';

/** Where there is little room, what these columns hold stands under the version. */
export const roomy = { display: { xs: 'none', md: 'table-cell' } };

interface VersionListProps {
  app: string;
  channel: string;
  onPromote: ((version: Version) => void) | undefined;
  onState: (version: Version) => void;
}

export function VersionList({ app, channel, onPromote, onState }: VersionListProps) {
  const t = useMessages(messages);
  const versions = useVersions(app);
  const live = useReleases(channel).data?.pages[0]?.items[0]?.apps[app]?.version;
  if (versions.error)
    return <LoadProblem title={t('failed')} error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <LoadingRows />;
  const rows = versions.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <EmptyState title={t('noVersions')} />;
  return (
    <>
      <Table aria-label={t('showVersions', { app })}>
        <TableHead>
          <TableRow>
            <TableCell>{t('version')}</TableCell>
            <TableCell sx={roomy}>{t('published')}</TableCell>
            <TableCell sx={roomy}>{t('size')}</TableCell>
            <TableCell sx={roomy}>{t('findings')}</TableCell>
            {onPromote && <TableCell align="right">{t('actions')}</TableCell>}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <VersionRow
              key={row.version}
              row={row}
              liveOn={row.version === live ? channel : undefined}
              onPromote={onPromote}
              onState={onState}
            />
          ))}
        </TableBody>
      </Table>
      <OlderButton list={versions} />
    </>
  );
}
