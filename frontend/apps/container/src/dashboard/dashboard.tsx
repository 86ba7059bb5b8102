import { displayName, EmptyState, PageHeader, useMessages, useUser } from '@intarsia/ui';
import Box from '@mui/material/Box';
import { messages } from '../messages.ts';
import { navApps } from '../release/apps.ts';
import { useRelease } from '../release/release-context.ts';
import { AppCard } from './app-card.tsx';
import { greeting } from './greeting.ts';
import { Numbers } from './numbers.tsx';

export function Dashboard() {
  const t = useMessages(messages);
  const { boot } = useRelease();
  const user = useUser();
  const apps = navApps(boot, user?.role);
  const name = user ? displayName(user) : '';
  return (
    <>
      <PageHeader
        title={t(greeting(new Date().getHours()), { name })}
        tabTitle={t('home')}
        text={t('whatNext')}
      />
      <Numbers />
      {apps.length === 0 ? (
        <EmptyState icon="app" title={t('nothingReleased')} text={t('nothingReleasedText')} />
      ) : (
        <Box
          component="ul"
          aria-label={t('apps')}
          sx={{
            display: 'grid',
            gap: 2,
            m: 0,
            p: 0,
            listStyle: 'none',
            gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 280px), 1fr))',
          }}
        >
          {apps.map((app) => (
            <AppCard key={app.id} app={app} />
          ))}
        </Box>
      )}
    </>
  );
}
