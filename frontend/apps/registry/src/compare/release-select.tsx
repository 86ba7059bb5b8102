import TextField from '@mui/material/TextField';

interface ReleaseSelectProps {
  label: string;
  names: readonly string[];
  value: string;
  onChange: (name: string) => void;
}

export function ReleaseSelect({ label, names, value, onChange }: ReleaseSelectProps) {
  return (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
      sx={{ minWidth: 180 }}
    >
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </TextField>
  );
}
