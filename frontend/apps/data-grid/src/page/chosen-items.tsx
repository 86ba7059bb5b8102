import { FilterSelect, type Selection, SelectionBar } from '@intarsia/table';
import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type Status, statuses } from '../api/item.ts';
import { messages } from '../messages.ts';
import { useChosenItems } from './use-chosen-items.ts';

/** What can be done to all records that are chosen. */
export function ChosenItems({ selection }: { selection: Selection }) {
  const t = useMessages(messages);
  const { setStatus, remove, busy } = useChosenItems(selection);
  return (
    <SelectionBar selection={selection}>
      <Box sx={{ display: 'flex', minWidth: 180 }}>
        <FilterSelect
          label={t('setStatus')}
          all={t('choose')}
          value=""
          options={statuses.map((status) => ({ value: status, label: t(status) }))}
          onChange={(status) => status && void setStatus(status as Status)}
        />
      </Box>
      <Button color="error" variant="outlined" loading={busy} onClick={() => void remove()}>
        {t('delete')}
      </Button>
    </SelectionBar>
  );
}
