import { Icon } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import CardActionArea from '@mui/material/CardActionArea';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router';
import type { AppEntry } from '../release/apps.ts';
import { useRelease } from '../release/release-context.ts';
import { AppIcon } from '../shell/app-icon.tsx';

export function AppCard({ app }: { app: AppEntry }) {
  const { loader } = useRelease();
  const preload = () => void loader.preload(app.id);
  return (
    <Card component="li">
      <CardActionArea
        component={Link}
        to={app.route}
        onMouseEnter={preload}
        onFocus={preload}
        sx={{
          height: '100%',
          p: 2.5,
          display: 'flex',
          flexDirection: 'column',
          alignItems: 'stretch',
          gap: 2,
        }}
      >
        <Box
          sx={{
            display: 'grid',
            placeItems: 'center',
            width: 44,
            height: 44,
            borderRadius: '10px',
            color: 'primary.main',
            bgcolor: 'color-mix(in srgb, currentColor 12%, transparent)',
          }}
        >
          <AppIcon app={app} size={22} />
        </Box>
        <Box sx={{ flex: 1 }}>
          <Typography variant="h2" sx={{ fontSize: '1.0625rem' }}>
            {app.title}
          </Typography>
          {app.description && (
            <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
              {app.description}
            </Typography>
          )}
        </Box>
        <Box aria-hidden sx={{ display: 'flex', justifyContent: 'space-between', color: 'text.secondary' }}>
          <Typography variant="caption">{app.version}</Typography>
          <Icon name="arrow" fontSize="small" />
        </Box>
      </CardActionArea>
    </Card>
  );
}
