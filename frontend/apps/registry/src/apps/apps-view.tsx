import { EmptyState, LoadProblem, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useApps } from '../api/list-apps.ts';
import type { Version } from '../api/registry.ts';
import { messages } from '../messages.ts';
import { LoadingRows } from '../page/loading-rows.tsx';
import { PromoteDialog } from '../promote/promote-dialog.tsx';
import type { RegistryState } from '../state/registry-state.ts';
import { StateDialog } from '../states/state-dialog.tsx';
import { VersionList } from './version-list.tsx';

interface AppsViewProps {
  state: RegistryState;
  onChange: (part: Partial<RegistryState>) => void;
  mayAct: boolean;
}

/** One app at a time with all its versions; the first app when none is chosen. */
export function AppsView({ state: { app: chosen, channel }, onChange, mayAct }: AppsViewProps) {
  const t = useMessages(messages);
  const apps = useApps();
  const [promoting, setPromoting] = useState<Version>();
  const [judging, setJudging] = useState<Version>();
  if (apps.error)
    return <LoadProblem title={t('failed')} error={apps.error} onRetry={() => void apps.refetch()} />;
  if (!apps.data) return <LoadingRows />;
  const app = apps.data.find(({ id }) => id === chosen)?.id ?? apps.data[0]?.id;
  if (!app) return <EmptyState title={t('noApps')} text={t('noAppsText')} />;
  return (
    <>
      <Box sx={{ p: 2 }}>
        <TextField
          select
          size="small"
          label={t('chooseApp')}
          value={app}
          onChange={(event) => onChange({ app: event.target.value })}
          slotProps={{ select: { native: true } }}
          sx={{ width: 280, maxWidth: '100%' }}
        >
          {apps.data.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </TextField>
      </Box>
      <VersionList
        app={app}
        channel={channel}
        onPromote={mayAct ? setPromoting : undefined}
        onState={setJudging}
      />
      {mayAct && (
        <PromoteDialog version={promoting} channel={channel} onClose={() => setPromoting(undefined)} />
      )}
      {mayAct && <StateDialog version={judging} onClose={() => setJudging(undefined)} />}
    </>
  );
}
