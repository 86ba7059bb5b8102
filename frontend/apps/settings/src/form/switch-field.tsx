import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import Switch from '@mui/material/Switch';

interface SwitchFieldProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string;
}

export function SwitchField({ label, checked, onChange, hint }: SwitchFieldProps) {
  return (
    <FormControl>
      <FormControlLabel
        label={label}
        control={<Switch checked={checked} onChange={(event) => onChange(event.target.checked)} />}
      />
      {hint && <FormHelperText sx={{ mt: 0 }}>{hint}</FormHelperText>}
    </FormControl>
  );
}
