import { useMessages } from '@intarsia/ui';
import Checkbox from '@mui/material/Checkbox';
import { messages } from '../messages.ts';
import type { Selection } from './use-selection.ts';

/** Where rows are cards, the grid's own boxes are missing. */
export function SelectRow({ id, name, selection }: { id: string; name: string; selection: Selection }) {
  const t = useMessages(messages);
  return (
    <Checkbox
      size="small"
      checked={selection.ids.has(id)}
      onChange={() => selection.toggle(id)}
      slotProps={{ input: { 'aria-label': t('selectRow', { name }) } }}
    />
  );
}
