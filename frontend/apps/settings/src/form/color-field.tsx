import { useDebounced } from '@intarsia/table';
import TextField from '@mui/material/TextField';

interface ColorFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A colour picker tells every colour that it passes over; the one where it rests is saved. */
export function ColorField({ label, value, onChange }: ColorFieldProps) {
  const [color, setColor] = useDebounced(value, onChange);
  return (
    <TextField
      type="color"
      label={label}
      value={color}
      onChange={(event) => setColor(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ '& input': { height: 40, p: 1, cursor: 'pointer' } }}
    />
  );
}
