import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink, useLocation } from 'react-router';

interface EntryLinkProps {
  to: string;
  children: string;
}

/** To another page around sign-in; where someone wanted to go stays in the address. */
export function EntryLink({ to, children }: EntryLinkProps) {
  const { search } = useLocation();
  return (
    <Typography>
      <Link component={RouterLink} to={{ pathname: to, search }}>
        {children}
      </Link>
    </Typography>
  );
}
