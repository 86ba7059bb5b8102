import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { Icon } from '../icons/icon.tsx';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { explainRemoteError } from './explain-remote-error.ts';

interface RemoteProblemProps {
  /** The part's name, as the navigation shows it. */
  title: string;
  error: unknown;
  onRetry: () => void;
  /** `h1` when this is all there is on the page. */
  heading?: 'h1' | 'h2';
  isWholePage?: boolean | undefined;
}

/** In the place of a part that failed: which one, why, and a way to try again. The rest of the page goes on. */
export function RemoteProblem({ title, error, onRetry, heading = 'h1', isWholePage }: RemoteProblemProps) {
  const t = useMessages(uiMessages);
  const technical = error instanceof Error ? error.message : String(error);
  const problem = (
    <Card
      role="alert"
      aria-label={t('notAvailable', { title })}
      sx={{ maxWidth: 620, mx: 'auto', mt: 6, p: { xs: 3, sm: 4 } }}
    >
      <Box sx={{ display: 'flex', gap: 2 }}>
        <Icon name="broken" sx={{ color: 'warning.main', mt: 0.25 }} />
        <Box sx={{ minWidth: 0, flex: 1 }}>
          <Typography variant="h2" component={heading}>
            {t('notAvailable', { title })}
          </Typography>
          <Typography sx={{ mt: 1 }}>{t(explainRemoteError(error))}</Typography>
          {!isWholePage && (
            <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
              {t('restWorks')}
            </Typography>
          )}
          <Button variant="contained" onClick={onRetry} startIcon={<Icon name="retry" />} sx={{ mt: 2.5 }}>
            {t('retry')}
          </Button>
          <Box
            component="details"
            sx={{
              mt: 2.5,
              '& summary': { cursor: 'pointer', fontSize: '0.8125rem', color: 'text.secondary' },
            }}
          >
            <summary>{t('technicalDetails')}</summary>
            <Alert
              severity="info"
              icon={false}
              sx={{ mt: 1, overflowWrap: 'anywhere', fontSize: '0.8125rem' }}
            >
              {technical}
            </Alert>
          </Box>
        </Box>
      </Box>
    </Card>
  );
  return isWholePage ? <main>{problem}</main> : problem;
}
