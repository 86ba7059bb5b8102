import Typography from '@mui/material/Typography';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { fonts } from '../theme/tokens.ts';

/** What support needs to find the request in the log. */
export function RequestId({ id }: { id: string | undefined }) {
  const t = useMessages(uiMessages);
  if (!id) return null;
  return (
    <Typography
      variant="caption"
      component="p"
      sx={{ mt: 0.5, fontFamily: fonts.mono, overflowWrap: 'anywhere' }}
    >
      {t('request', { id })}
    </Typography>
  );
}
