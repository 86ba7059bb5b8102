import { getClient } from '@intarsia/client';
import {
  type AccountLink,
  Icon,
  Logo,
  SchemeButton,
  UserMenu,
  useMessages,
  useToasts,
  useUser,
} from '@intarsia/ui';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { messages } from '../messages.ts';
import { NoticeBell } from '../notices/notice-bell.tsx';

interface TopBarProps {
  onMenu: () => void;
  onSearch: () => void;
}

export function TopBar({ onMenu, onSearch }: TopBarProps) {
  const t = useMessages(messages);
  const user = useUser();
  const toasts = useToasts();
  const links: AccountLink[] = [
    { to: '/profile', label: t('profile'), icon: 'person' },
    { to: '/security', label: t('security'), icon: 'shield' },
  ];
  const signOut = () => {
    getClient()
      .auth.logout()
      .catch((error: unknown) => toasts.failure(t('stillSignedIn'), error));
  };
  return (
    <Box
      component="header"
      sx={{
        position: 'sticky',
        top: 0,
        zIndex: 'appBar',
        display: 'flex',
        alignItems: 'center',
        gap: 0.5,
        height: 60,
        px: { xs: 1.5, sm: 3 },
        bgcolor: 'background.default',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <IconButton aria-label={t('openNavigation')} onClick={onMenu} sx={{ display: { md: 'none' } }}>
        <Icon name="menu" />
      </IconButton>
      <Box sx={{ display: { xs: 'flex', md: 'none' } }}>
        <Logo size={26} label="Intarsia" />
      </Box>
      <Box sx={{ flex: 1 }} />
      <IconButton aria-label={t('goTo')} title={`${t('goTo')} (Ctrl+K)`} onClick={onSearch}>
        <Icon name="search" fontSize="small" />
      </IconButton>
      <NoticeBell />
      <SchemeButton />
      {user && <UserMenu user={user} links={links} onSignOut={signOut} />}
    </Box>
  );
}
