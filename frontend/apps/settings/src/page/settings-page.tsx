import { PageHeader, useMessages, useUser } from '@intarsia/ui';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useSearchParams } from 'react-router';
import { messages } from '../messages.ts';
import { Defaults } from './defaults.tsx';
import { Mine } from './mine.tsx';

/** One's own settings; administrators find those for everybody on a second tab. */
export function SettingsPage() {
  const t = useMessages(messages);
  const isAdmin = useUser()?.role === 'admin';
  const [search, setSearch] = useSearchParams();
  const tab = isAdmin && search.get('tab') === 'defaults' ? 'defaults' : 'mine';
  return (
    <>
      <PageHeader title={t('settings')} text={t(tab === 'mine' ? 'settingsText' : 'defaultsText')} />
      {isAdmin && (
        <Tabs
          value={tab}
          onChange={(_, to: string) => setSearch(to === 'defaults' ? { tab: to } : {}, { replace: true })}
          aria-label={t('settings')}
          sx={{ mb: 3 }}
        >
          <Tab value="mine" label={t('mine')} id="tab-mine" aria-controls="panel" />
          <Tab value="defaults" label={t('defaults')} id="tab-defaults" aria-controls="panel" />
        </Tabs>
      )}
      <div id="panel" {...(isAdmin && { role: 'tabpanel', 'aria-labelledby': `tab-${tab}` })}>
        {tab === 'mine' ? <Mine /> : <Defaults />}
      </div>
    </>
  );
}
