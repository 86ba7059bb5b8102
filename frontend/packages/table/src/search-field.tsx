import { Icon, useMessages } from '@intarsia/ui';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { messages } from './messages.ts';
import { useDebounced } from './use-debounced.ts';

interface SearchFieldProps {
  value: string;
  onChange: (text: string) => void;
}

/** Searches once typing pauses. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const t = useMessages(messages);
  const [text, setText] = useDebounced(value, onChange);
  return (
    <TextField
      size="small"
      label={t('search')}
      value={text}
      onChange={(event) => setText(event.target.value)}
      sx={{ flex: '2 1 240px' }}
      slotProps={{ input: { startAdornment: searchAdornment }, htmlInput: { type: 'search' } }}
    />
  );
}

const searchAdornment = (
  <InputAdornment position="start">
    <Icon name="search" fontSize="small" />
  </InputAdornment>
);
