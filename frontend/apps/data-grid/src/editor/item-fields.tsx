import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { type ItemInput, statuses } from '../api/item.ts';
import { messages } from '../messages.ts';

interface ItemFieldsProps {
  initial: ItemInput;
  errors: Record<string, string>;
}

export function ItemFields({ initial, errors }: ItemFieldsProps) {
  const t = useMessages(messages);
  const field = (name: keyof ItemInput) => ({
    name,
    defaultValue: initial[name] ?? '',
    error: name in errors,
    helperText: errors[name],
  });
  return (
    <>
      <TextField
        {...field('name')}
        label={t('name')}
        required
        autoFocus
        slotProps={{ htmlInput: { maxLength: 200 } }}
      />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: { sm: '1fr 1fr' } }}>
        <TextField
          {...field('category')}
          label={t('category')}
          required
          slotProps={{ htmlInput: { maxLength: 100 } }}
        />
        <TextField
          {...field('value')}
          label={t('value')}
          type="number"
          required
          slotProps={{ htmlInput: { step: 'any', inputMode: 'decimal' } }}
        />
      </Box>
      <TextField {...field('status')} select label={t('status')} slotProps={{ select: { native: true } }}>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {t(status)}
          </option>
        ))}
      </TextField>
      <TextField
        {...field('description')}
        label={t('description')}
        multiline
        minRows={3}
        slotProps={{ htmlInput: { maxLength: 2000 } }}
      />
    </>
  );
}
