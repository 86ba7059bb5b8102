import type { User } from '@intarsia/client';
import Box from '@mui/material/Box';
import Divider from '@mui/material/Divider';
import ListItemIcon from '@mui/material/ListItemIcon';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router';
import { Icon } from '../icons/icon.tsx';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import type { MenuProps } from '../layout/menu-button.tsx';
import { displayName } from './display-name.ts';
import type { AccountLink } from './user-menu.tsx';

interface AccountMenuProps extends MenuProps {
  user: User;
  links: readonly AccountLink[];
  onSignOut: () => void;
}

/** In the page's header rather than at the end of the body, where it would lie outside every landmark. */
export default function AccountMenu({ anchor, onClose, user, links, onSignOut }: AccountMenuProps) {
  const t = useMessages(uiMessages);
  const signOut = () => {
    onClose();
    onSignOut();
  };
  return (
    <Menu
      disablePortal
      anchorEl={anchor}
      open={anchor !== null}
      onClose={onClose}
      slotProps={{ list: { 'aria-label': t('account') }, paper: { sx: { minWidth: 240, mt: 0.5 } } }}
    >
      <Box component="li" role="none" sx={{ px: 2, py: 1 }}>
        <Typography sx={{ fontWeight: 600 }}>{displayName(user)}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {user.email}
        </Typography>
        <Typography variant="overline" sx={{ color: 'text.secondary' }}>
          {t(user.role)}
        </Typography>
      </Box>
      <Divider component="li" role="none" sx={{ my: 0.5 }} />
      {links.map(({ to, label, icon }) => (
        <MenuItem key={to} component={Link} to={to} onClick={onClose}>
          <ListItemIcon>
            <Icon name={icon} fontSize="small" />
          </ListItemIcon>
          {label}
        </MenuItem>
      ))}
      <MenuItem onClick={signOut}>
        <ListItemIcon>
          <Icon name="signOut" fontSize="small" />
        </ListItemIcon>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
