import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { messages } from '../messages.ts';
import { groupings, intervals, ranges, type Selection } from '../state/selection.ts';

interface ToolbarProps {
  selection: Selection;
  onChange: (part: Partial<Selection>) => void;
}

export function Toolbar({ selection, onChange }: ToolbarProps) {
  const t = useMessages(messages);
  const groupingNames = { '': t('together'), app: t('byApp'), name: t('byName') };
  return (
    <Box role="group" aria-label={t('view')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 2 }}>
      <Choice
        label={t('range')}
        value={selection.range}
        options={ranges.map((range) => ({ value: range, label: t('days', { count: range }) }))}
        onChange={(range) => onChange({ range })}
      />
      <Choice
        label={t('interval')}
        value={selection.interval}
        options={intervals.map((interval) => ({ value: interval, label: t(interval) }))}
        onChange={(interval) => onChange({ interval })}
      />
      <Choice
        label={t('grouping')}
        value={selection.by}
        options={groupings.map((by) => ({ value: by, label: groupingNames[by] }))}
        onChange={(by) => onChange({ by })}
      />
    </Box>
  );
}

interface ChoiceProps<T extends string | number> {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
}

function Choice<T extends string | number>({ label, value, options, onChange }: ChoiceProps<T>) {
  const choose = (text: string) => {
    const chosen = options.find((option) => String(option.value) === text);
    if (chosen) onChange(chosen.value);
  };
  return (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      onChange={(event) => choose(event.target.value)}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
      sx={{ flex: '1 1 120px', maxWidth: 220 }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
