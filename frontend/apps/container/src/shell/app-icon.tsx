import { Icon } from '@intarsia/ui';
import Box from '@mui/material/Box';
import type { AppEntry } from '../release/apps.ts';

/** The icon from the app's bundle, painted in the text's colour so that it fits both schemes. */
export function AppIcon({ app, size = 20 }: { app: Pick<AppEntry, 'icon' | 'entry'>; size?: number }) {
  if (!app.icon) return <Icon name="app" sx={{ fontSize: size }} />;
  const url = new URL(app.icon, new URL(app.entry, window.location.href)).href;
  return (
    <Box
      aria-hidden
      sx={{
        width: size,
        height: size,
        bgcolor: 'currentColor',
        mask: `url("${url}") center / contain no-repeat`,
        // A shape that is all background would be taken for one.
        '@media (forced-colors: active)': { forcedColorAdjust: 'none', bgcolor: 'LinkText' },
      }}
    />
  );
}
