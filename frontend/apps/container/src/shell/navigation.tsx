import { Icon, Logo, useMessages, useUser } from '@intarsia/ui';
import Box from '@mui/material/Box';
import List from '@mui/material/List';
import Typography from '@mui/material/Typography';
import { messages } from '../messages.ts';
import { navSections } from '../release/apps.ts';
import { useRelease } from '../release/release-context.ts';
import { AppIcon } from './app-icon.tsx';
import { NavItem } from './nav-item.tsx';

/** Built from the release alone: an app appears here by being published and released. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const t = useMessages(messages);
  const { boot, loader } = useRelease();
  const sections = navSections(boot, useUser()?.role);
  return (
    <Box
      component="nav"
      aria-label={t('mainNavigation')}
      sx={{ display: 'flex', flexDirection: 'column', minHeight: '100%', p: 1.5 }}
    >
      <Brand />
      <List disablePadding aria-label={t('start')}>
        <NavItem
          to="/"
          end
          icon={<Icon name="home" fontSize="small" />}
          label={t('home')}
          onNavigate={onNavigate}
        />
      </List>
      {sections.map(({ title, apps }) => (
        <Box key={title ?? ''} sx={{ mt: 2 }}>
          {title && (
            <Typography variant="overline" sx={{ color: 'text.secondary', px: 1.5 }}>
              {title}
            </Typography>
          )}
          <List disablePadding aria-label={title ?? t('apps')}>
            {apps.map((app) => (
              <NavItem
                key={app.id}
                to={app.route}
                icon={<AppIcon app={app} />}
                label={app.title}
                onNavigate={onNavigate}
                onIntent={() => void loader.preload(app.id)}
              />
            ))}
          </List>
        </Box>
      ))}
      <Typography variant="caption" sx={{ color: 'text.secondary', mt: 'auto', px: 1.5, pt: 3 }}>
        {boot.release > 0
          ? t('release', { number: String(boot.release), channel: boot.channel })
          : t('noRelease')}
      </Typography>
    </Box>
  );
}

function Brand() {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.25, px: 1.5, height: 44, mb: 1.5 }}>
      <Logo />
      <Typography sx={{ fontWeight: 700, fontSize: '1.0625rem', letterSpacing: '-0.01em' }}>
        Intarsia
      </Typography>
    </Box>
  );
}
