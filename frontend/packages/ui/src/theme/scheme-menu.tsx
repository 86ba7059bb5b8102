import ListItemIcon from '@mui/material/ListItemIcon';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useUser } from '../auth/use-session.ts';
import { Icon, type IconName } from '../icons/icon.tsx';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import type { MenuProps } from '../layout/menu-button.tsx';
import { useSaveSettings } from '../settings/use-save-settings.ts';
import { type Scheme, useScheme } from './use-scheme.ts';

const choices = [
  { value: 'system', label: 'asSystem', icon: 'system' },
  { value: 'light', label: 'light', icon: 'sun' },
  { value: 'dark', label: 'dark', icon: 'moon' },
  { value: 'contrast', label: 'highContrast', icon: 'contrast' },
] as const satisfies { value: Scheme; label: string; icon: IconName }[];

export default function SchemeMenu({ anchor, onClose }: MenuProps) {
  const t = useMessages(uiMessages);
  const { scheme, choose } = useScheme();
  const user = useUser();
  const save = useSaveSettings();
  const pick = (next: Scheme) => {
    choose(next);
    if (user) save.mutate({ theme_mode: next });
    onClose();
  };
  return (
    <Menu
      disablePortal
      anchorEl={anchor}
      open={anchor !== null}
      onClose={onClose}
      slotProps={{ list: { 'aria-label': t('appearance') } }}
    >
      {choices.map(({ value, label, icon }) => (
        <MenuItem
          key={value}
          role="menuitemradio"
          aria-checked={value === scheme}
          selected={value === scheme}
          onClick={() => pick(value)}
        >
          <ListItemIcon>
            <Icon name={icon} fontSize="small" />
          </ListItemIcon>
          {t(label)}
        </MenuItem>
      ))}
    </Menu>
  );
}
