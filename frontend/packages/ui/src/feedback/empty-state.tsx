import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icons/icon.tsx';
import { useArrivalFocus } from '../layout/use-arrival-focus.ts';

interface EmptyStateProps {
  icon?: IconName;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
  /** `h1` when this is all there is on the page. */
  heading?: 'h1' | 'h2';
}

/** In the place of content that is not there: nothing found, nothing yet, or not reachable. */
export function EmptyState({ icon = 'empty', title, text, action, heading = 'h2' }: EmptyStateProps) {
  const arrived = useArrivalFocus();
  return (
    <Stack spacing={2} sx={{ alignItems: 'center', textAlign: 'center', py: 6, px: 3 }}>
      <Box
        sx={{
          display: 'grid',
          placeItems: 'center',
          width: 56,
          height: 56,
          borderRadius: '14px',
          color: 'primary.main',
          bgcolor: 'color-mix(in srgb, currentColor 12%, transparent)',
        }}
      >
        <Icon name={icon} />
      </Box>
      <div>
        <Typography
          variant="h2"
          component={heading}
          // Only a page's own heading takes the focus; a part of a page must not.
          {...(heading === 'h1' && { ref: arrived, tabIndex: -1 })}
          sx={{ '&:focus': { outline: 'none' } }}
        >
          {title}
        </Typography>
        {text && <Typography sx={{ color: 'text.secondary', mt: 0.75, maxWidth: '44ch' }}>{text}</Typography>}
      </div>
      {action}
    </Stack>
  );
}
