import TextField from '@mui/material/TextField';

interface FilterSelectProps {
  label: string;
  /** Empty: all. */
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
  /** What the empty value means; without it there is none. */
  all?: string;
  /** Only where the list is shown as cards. */
  narrow?: boolean;
}

export function FilterSelect({ label, value, options, onChange, all, narrow = false }: FilterSelectProps) {
  return (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      sx={{ flex: '1 1 130px', ...(narrow ? { display: { sm: 'none' } } : {}) }}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
    >
      {all && <option value="">{all}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
