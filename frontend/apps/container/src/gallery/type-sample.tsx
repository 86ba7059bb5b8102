import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';

const variants = ['h1', 'h2', 'h3', 'body1', 'body2', 'caption', 'overline'] as const;

export function TypeSample() {
  return (
    <Stack spacing={1}>
      {variants.map((variant) => (
        <Typography key={variant} variant={variant} component="p">
          {variant}: many pieces, one surface
        </Typography>
      ))}
    </Stack>
  );
}
