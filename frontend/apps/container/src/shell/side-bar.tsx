import { useMessages } from '@intarsia/ui';
import Drawer from '@mui/material/Drawer';
import { type Theme, useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { ReactNode } from 'react';
import { messages } from '../messages.ts';

const width = 256;

interface SideBarProps {
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Always there on wide screens, a drawer over the page on narrow ones. */
export function SideBar({ open, onClose, children }: SideBarProps) {
  const t = useMessages(messages);
  const wide = useMediaQuery(useTheme<Theme>().breakpoints.up('md'), { noSsr: true });
  return (
    <Drawer
      variant={wide ? 'permanent' : 'temporary'}
      open={wide || open}
      onClose={onClose}
      slotProps={{
        paper: {
          // A drawer over the page is a dialog and needs a name; the one beside it is not.
          ...(wide ? {} : { 'aria-label': t('navigation') }),
          sx: { width, borderRight: 1, borderColor: 'divider', bgcolor: 'background.paper' },
        },
      }}
      sx={{ width: wide ? width : 0, flexShrink: 0 }}
    >
      {children}
    </Drawer>
  );
}
