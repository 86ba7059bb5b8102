import { EmptyState, LoadProblem, useMessages } from '@intarsia/ui';
import Stack from '@mui/material/Stack';
import { useReleases } from '../api/list-releases.ts';
import { messages } from '../messages.ts';
import { LoadingRows } from '../page/loading-rows.tsx';
import { OlderButton } from '../page/older-button.tsx';
import { releaseSteps } from './release-diff.ts';
import { ReleaseItem } from './release-item.tsx';
import { useRollBackWithConfirm } from './use-roll-back-with-confirm.ts';

interface ReleasesViewProps {
  channel: string;
  mayAct: boolean;
}

/** What was live when, and what each release changed. */
export function ReleasesView({ channel, mayAct }: ReleasesViewProps) {
  const t = useMessages(messages);
  const releases = useReleases(channel);
  const rollBack = useRollBackWithConfirm(channel);
  if (releases.error)
    return <LoadProblem title={t('failed')} error={releases.error} onRetry={() => void releases.refetch()} />;
  if (!releases.data) return <LoadingRows />;
  const steps = releaseSteps(releases.data.pages.flatMap(({ items }) => items));
  if (steps.length === 0) return <EmptyState title={t('noReleases')} text={t('nothingLiveText')} />;
  return (
    <>
      <Stack component="ol" aria-label={t('releases')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {steps.map((step, index) => (
          <ReleaseItem
            key={step.release.number}
            step={step}
            live={index === 0}
            onRollBack={mayAct && index > 0 ? rollBack.release : undefined}
          />
        ))}
      </Stack>
      <OlderButton list={releases} />
    </>
  );
}
