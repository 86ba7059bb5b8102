import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';

const fills = ['background.default', 'background.paper', 'primary.main', 'primary.dark'];
const tones = ['error.main', 'warning.main', 'success.main', 'info.main', 'text.primary', 'text.secondary'];

export function Swatches() {
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'repeat(auto-fill, minmax(120px, 1fr))' }}>
      {[...fills, ...tones, 'divider'].map((color) => (
        <Box key={color}>
          <Box sx={{ height: 48, borderRadius: 2, border: 1, borderColor: 'divider', bgcolor: color }} />
          <Typography variant="caption">{color}</Typography>
        </Box>
      ))}
    </Box>
  );
}
