import Box from '@mui/material/Box';
import { initials } from './display-name.ts';

/** Painted, not written: as text they would have to be part of the button's name (WCAG 2.5.3), and nobody says them. */
export function Initials({ of: name }: { of: string }) {
  return (
    <Box
      aria-hidden
      sx={{
        display: 'grid',
        placeItems: 'center',
        width: 32,
        height: 32,
        borderRadius: '50%',
        color: 'primary.contrastText',
        bgcolor: 'primary.main',
        '&::before': {
          content: JSON.stringify(initials(name)),
          fontSize: 13,
          fontWeight: 650,
          lineHeight: 1,
        },
      }}
    />
  );
}
