import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useArrivalFocus } from './use-arrival-focus.ts';
import { usePageTitle } from './use-page-title.ts';

interface PageHeaderProps {
  title: string;
  /** The browser tab's title, when it differs. */
  tabTitle?: string;
  text?: ReactNode;
  actions?: ReactNode;
}

/** A page's one `h1`, which the shell focuses when the route changes, and the browser tab's title. */
export function PageHeader({ title, tabTitle = title, text, actions }: PageHeaderProps) {
  usePageTitle(tabTitle);
  const heading = useArrivalFocus();
  return (
    <Stack
      component="header"
      direction="row"
      sx={{ flexWrap: 'wrap', gap: 2, alignItems: 'flex-end', justifyContent: 'space-between', mb: 3 }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="h1" ref={heading} tabIndex={-1} sx={{ '&:focus': { outline: 'none' } }}>
          {title}
        </Typography>
        {text && <Typography sx={{ color: 'text.secondary', mt: 0.5 }}>{text}</Typography>}
      </Box>
      {actions}
    </Stack>
  );
}
