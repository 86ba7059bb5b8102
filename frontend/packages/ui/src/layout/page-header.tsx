import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { PageHeading } from './page-heading.tsx';
import { usePageTitle } from './use-page-title.ts';

interface PageHeaderProps {
  title: string;
  /** The browser tab's title, when it differs. */
  tabTitle?: string;
  text?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page: its heading, the browser tab's title, and what can be done there. */
export function PageHeader({ title, tabTitle = title, text, actions }: PageHeaderProps) {
  usePageTitle(tabTitle);
  return (
    <Stack
      component="header"
      direction="row"
      sx={{ flexWrap: 'wrap', gap: 2, alignItems: 'flex-end', justifyContent: 'space-between', mb: 3 }}
    >
      <Box sx={{ minWidth: 0 }}>
        <PageHeading>{title}</PageHeading>
        {text && <Typography sx={{ color: 'text.secondary', mt: 0.5 }}>{text}</Typography>}
      </Box>
      {actions}
    </Stack>
  );
}
