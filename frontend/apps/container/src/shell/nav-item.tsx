import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';

interface NavItemProps {
  to: string;
  end?: boolean;
  icon: ReactNode;
  label: string;
  onNavigate: () => void;
  /** The pointer or the focus came here: it will probably be opened. */
  onIntent?: () => void;
}

export function NavItem({ to, end = false, icon, label, onNavigate, onIntent }: NavItemProps) {
  return (
    <ListItem disablePadding sx={{ mb: 0.25 }}>
      <ListItemButton
        component={NavLink}
        to={to}
        end={end}
        onClick={onNavigate}
        onMouseEnter={onIntent}
        onFocus={onIntent}
        sx={{
          minHeight: 40,
          borderRadius: '8px',
          px: 1.5,
          color: 'text.secondary',
          '&:hover': { color: 'text.primary' },
          '&.active': {
            color: 'primary.main',
            bgcolor: 'color-mix(in srgb, currentColor 10%, transparent)',
            '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: -2 },
          },
        }}
      >
        <ListItemIcon sx={{ minWidth: 34, color: 'inherit' }}>{icon}</ListItemIcon>
        <ListItemText
          primary={label}
          slotProps={{ primary: { sx: { fontWeight: 550, fontSize: '0.9rem' } } }}
        />
      </ListItemButton>
    </ListItem>
  );
}
