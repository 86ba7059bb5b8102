import { Icon } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';

export function Controls() {
  return (
    <Stack spacing={2.5}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        <Button variant="contained">Contained</Button>
        <Button variant="outlined">Outlined</Button>
        <Button>Text</Button>
        <Button variant="contained" color="error">
          Destructive
        </Button>
        <Button variant="contained" disabled>
          Disabled
        </Button>
        <Button variant="contained" loading>
          Busy
        </Button>
        <IconButton aria-label="Edit">
          <Icon name="edit" />
        </IconButton>
        <Chip label="Chip" />
        <Chip color="primary" label="Live" />
      </Box>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))' }}>
        <TextField label="Text" defaultValue="Oak" />
        <TextField label="Required" required />
        <TextField label="Refused" defaultValue="?" error helperText="Use letters." />
        <TextField label="Disabled" disabled defaultValue="Ebony" />
        <TextField label="Choice" select defaultValue="a" slotProps={{ select: { native: true } }}>
          <option value="a">First</option>
          <option value="b">Second</option>
        </TextField>
      </Box>
    </Stack>
  );
}
