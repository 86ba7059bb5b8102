import Box from '@mui/material/Box';
import { useRef, useState } from 'react';
import { Outlet } from 'react-router';
import { SafeNotice } from '../release/safe-notice.tsx';
import { useIdlePreload } from '../release/use-idle-preload.ts';
import { usePageViews } from '../reports/use-page-views.ts';
import { Navigation } from './navigation.tsx';
import { usePanels } from './panels.ts';
import { ShellPanels } from './shell-panels.tsx';
import { SideBar } from './side-bar.tsx';
import { SkipLink } from './skip-link.tsx';
import { TopBar } from './top-bar.tsx';
import { useFocusOnNavigation } from './use-focus-on-navigation.ts';

export function Shell() {
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const panels = usePanels();
  useFocusOnNavigation(main);
  usePageViews();
  useIdlePreload();
  return (
    <Box sx={{ display: 'flex', minHeight: '100dvh' }}>
      <SkipLink target="main" />
      <SideBar open={open} onClose={() => setOpen(false)}>
        <Navigation onNavigate={() => setOpen(false)} />
      </SideBar>
      <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
        <TopBar onMenu={() => setOpen(true)} onSearch={() => panels.show('commands')} />
        <Box
          component="main"
          id="main"
          ref={main}
          tabIndex={-1}
          sx={{
            flex: 1,
            width: '100%',
            maxWidth: 1320,
            mx: 'auto',
            p: { xs: 2, sm: 4 },
            '&:focus': { outline: 'none' },
          }}
        >
          <SafeNotice />
          <Outlet />
        </Box>
      </Box>
      <ShellPanels panels={panels} />
    </Box>
  );
}
