import { EmptyState, LoadProblem, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import { useState } from 'react';
import { useDifference } from '../api/compare-releases.ts';
import { useChannels } from '../api/list-channels.ts';
import { useReleases } from '../api/list-releases.ts';
import { messages } from '../messages.ts';
import { LoadingRows } from '../page/loading-rows.tsx';
import { ChangeList } from '../releases/change-list.tsx';
import { changesOf, releaseNames } from './release-names.ts';
import { ReleaseSelect } from './release-select.tsx';

/** Any two releases beside each other: of this channel's history, and what is live on the others. */
export function CompareView({ channel }: { channel: string }) {
  const t = useMessages(messages);
  const releases = useReleases(channel);
  const channels = useChannels();
  const [chosen, choose] = useState<{ before?: string; after?: string }>({});
  const error = releases.error ?? channels.error;
  if (error) return <LoadProblem title={t('failed')} error={error} onRetry={() => void releases.refetch()} />;
  if (!releases.data || !channels.data) return <LoadingRows />;
  const numbers = releases.data.pages.flatMap(({ items }) => items.map(({ number }) => number));
  const names = releaseNames(
    channel,
    numbers,
    channels.data.map(({ name }) => name),
  );
  const after = chosen.after ?? names[0];
  const before = chosen.before ?? names[1] ?? after;
  if (!before || !after) return <EmptyState title={t('noReleases')} text={t('nothingLiveText')} />;
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, p: 2 }}>
        <ReleaseSelect
          label={t('before')}
          names={names}
          value={before}
          onChange={(name) => choose({ ...chosen, before: name })}
        />
        <ReleaseSelect
          label={t('after')}
          names={names}
          value={after}
          onChange={(name) => choose({ ...chosen, after: name })}
        />
      </Box>
      <Difference before={before} after={after} />
    </>
  );
}

function Difference({ before, after }: { before: string; after: string }) {
  const t = useMessages(messages);
  const difference = useDifference(before, after);
  if (difference.error) {
    const retry = () => void difference.refetch();
    return <LoadProblem title={t('failed')} error={difference.error} onRetry={retry} />;
  }
  if (!difference.data) return <LoadingRows />;
  return (
    <Box sx={{ px: 2, pb: 2 }}>
      <ChangeList changes={changesOf(difference.data)} none={t('same')} />
    </Box>
  );
}
