import Box from '@mui/material/Box';
import { woods } from '../theme/tokens.ts';

interface LogoProps {
  size?: number;
  /** Left out when the name stands beside it. */
  label?: string;
}

/** A square of four inlaid woods, cut along the diagonals around a maple lozenge. */
export function Logo({ size = 28, label }: LogoProps) {
  const name = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true };
  return (
    <Box component="svg" viewBox="0 0 32 32" sx={{ width: size, height: size, flexShrink: 0 }} {...name}>
      <rect width="32" height="32" rx="7" fill={woods.walnut} />
      <path d="M7 0h9v16H0V7a7 7 0 0 1 7-7Z" fill={woods.green} />
      <path d="M16 16h16v9a7 7 0 0 1-7 7h-9Z" fill={woods.cherry} />
      <path d="M16 5 27 16 16 27 5 16Z" fill={woods.maple} />
      <path d="M16 5v11H5Z" fill="#fff" fillOpacity=".28" />
      <path d="M16 27V16h11Z" fill={woods.walnut} fillOpacity=".28" />
    </Box>
  );
}
