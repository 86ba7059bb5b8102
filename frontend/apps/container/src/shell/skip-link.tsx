import { useMessages } from '@intarsia/ui';
import Link from '@mui/material/Link';
import { messages } from '../messages.ts';

/** The first stop of the keyboard: past the navigation. */
export function SkipLink({ target }: { target: string }) {
  const t = useMessages(messages);
  return (
    <Link
      href={`#${target}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(target)?.focus();
      }}
      sx={{
        position: 'fixed',
        top: 8,
        left: 8,
        zIndex: 'tooltip',
        px: 2,
        py: 1,
        borderRadius: 2,
        bgcolor: 'background.paper',
        transform: 'translateY(-200%)',
        '&:focus': { transform: 'none' },
      }}
    >
      {t('skipToContent')}
    </Link>
  );
}
