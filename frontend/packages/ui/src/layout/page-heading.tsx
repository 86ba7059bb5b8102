import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useArrivalFocus } from './use-arrival-focus.ts';

/** A page's one `h1`, which the shell focuses when the route changes. */
export function PageHeading({ children }: { children: ReactNode }) {
  const heading = useArrivalFocus();
  return (
    <Typography variant="h1" ref={heading} tabIndex={-1} sx={{ '&:focus': { outline: 'none' } }}>
      {children}
    </Typography>
  );
}
