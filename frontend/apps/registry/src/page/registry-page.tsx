import { PageHeader, useMessages, useUser } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useChannels } from '../api/list-channels.ts';
import { useNewest } from '../api/use-newest.ts';
import { AppsView } from '../apps/apps-view.tsx';
import { CompareView } from '../compare/compare-view.tsx';
import { LiveView } from '../live/live-view.tsx';
import { LockButton } from '../locks/lock-button.tsx';
import { LockNotice } from '../locks/lock-notice.tsx';
import { messages } from '../messages.ts';
import { ReleasesView } from '../releases/releases-view.tsx';
import { type View, views } from '../state/registry-state.ts';
import { useRegistryState } from '../state/use-registry-state.ts';
import { ChannelSelect } from './channel-select.tsx';

/** Whoever may sign in may look; administrators act. The server decides, this only spares a refusal. */
export function RegistryPage() {
  const t = useMessages(messages);
  const { state, change } = useRegistryState();
  useNewest();
  const mayAct = useUser()?.role === 'admin';
  const channels = useChannels().data ?? [];
  const current = channels.find(({ name }) => name === state.channel);
  const actions = (
    <>
      <ChannelSelect
        value={state.channel}
        known={channels.map(({ name }) => name)}
        onChange={(channel) => change({ channel })}
      />
      {mayAct && current && !current.locked_at && <LockButton channel={state.channel} />}
    </>
  );
  return (
    <>
      <PageHeader title={t('title')} text={t('text')} actions={actions} />
      {current && <LockNotice channel={current} mayAct={mayAct} />}
      <Card>
        <Tabs
          value={state.view}
          onChange={(_, view: View) => change({ view, app: undefined })}
          aria-label={t('views')}
          sx={{ px: 1, borderBottom: 1, borderColor: 'divider' }}
        >
          {views.map((view) => (
            <Tab
              key={view}
              value={view}
              label={t(view)}
              id={`registry-tab-${view}`}
              {...(view === state.view ? { 'aria-controls': 'registry-panel' } : {})}
            />
          ))}
        </Tabs>
        <Box role="tabpanel" id="registry-panel" aria-labelledby={`registry-tab-${state.view}`}>
          {state.view === 'live' && <LiveView channel={state.channel} mayAct={mayAct} />}
          {state.view === 'apps' && <AppsView state={state} onChange={change} mayAct={mayAct} />}
          {state.view === 'compare' && <CompareView key={state.channel} channel={state.channel} />}
          {state.view === 'releases' && <ReleasesView channel={state.channel} mayAct={mayAct} />}
        </Box>
      </Card>
    </>
  );
}
