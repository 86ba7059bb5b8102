import { EmptyState, LoadProblem, useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useReleases } from '../api/list-releases.ts';
import type { Release } from '../api/registry.ts';
import { messages } from '../messages.ts';
import { FindingList } from '../page/findings.tsx';
import { LoadingRows } from '../page/loading-rows.tsx';
import { LiveTable } from './live-table.tsx';

interface LiveViewProps {
  channel: string;
  mayAct: boolean;
}

/** What visitors of a channel get now. */
export function LiveView({ channel, mayAct }: LiveViewProps) {
  const t = useMessages(messages);
  const releases = useReleases(channel);
  if (releases.error)
    return <LoadProblem title={t('failed')} error={releases.error} onRetry={() => void releases.refetch()} />;
  if (!releases.data) return <LoadingRows />;
  const live = releases.data.pages[0]?.items[0];
  if (!live) return <EmptyState title={t('nothingLive', { channel })} text={t('nothingLiveText')} />;
  return (
    <>
      <LiveHeader live={live} />
      <LiveTable live={live} mayAct={mayAct} />
    </>
  );
}

function LiveHeader({ live }: { live: Release }) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <Box sx={{ p: 2 }}>
      <Typography variant="h2">{t('releaseNumber', { number: live.number })}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t('releasedBy', { when: format.dateTime(live.created_at), name: live.created_by })}
      </Typography>
      {live.note && <Typography sx={{ mt: 1 }}>{live.note}</Typography>}
      {live.findings.length > 0 && <FindingList findings={live.findings} />}
    </Box>
  );
}
