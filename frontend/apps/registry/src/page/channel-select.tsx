import { useMessages } from '@intarsia/ui';
import TextField from '@mui/material/TextField';
import { messages } from '../messages.ts';
import { channelsWith } from '../state/registry-state.ts';

interface ChannelSelectProps {
  value: string;
  known: readonly string[];
  onChange: (channel: string) => void;
}

export function ChannelSelect({ value, known, onChange }: ChannelSelectProps) {
  const t = useMessages(messages);
  return (
    <TextField
      select
      size="small"
      label={t('channel')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
      sx={{ minWidth: 140 }}
    >
      {channelsWith(value, known).map((channel) => (
        <option key={channel} value={channel}>
          {channel}
        </option>
      ))}
    </TextField>
  );
}
