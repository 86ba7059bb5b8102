import { useMessages } from '@intarsia/ui';
import TextField from '@mui/material/TextField';
import { messages } from '../messages.ts';
import { channelsWith } from '../state/registry-state.ts';

export function ChannelSelect({ value, onChange }: { value: string; onChange: (channel: string) => void }) {
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
      {channelsWith(value).map((channel) => (
        <option key={channel} value={channel}>
          {channel}
        </option>
      ))}
    </TextField>
  );
}
