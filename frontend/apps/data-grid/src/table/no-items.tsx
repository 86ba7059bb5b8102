import { EmptyState, useMessages } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { messages } from '../messages.ts';
import type { ItemListState } from '../state/list-state.ts';

/** Nothing at all yet, or nothing that fits the filter: two different things to do next. */
export function NoItems({ state: { list, change } }: { state: ItemListState }) {
  const t = useMessages(messages);
  if (!list.q && !list.category && !list.status) {
    return <EmptyState title={t('noneYet')} text={t('noneYetText')} />;
  }
  const clear = (
    <Button variant="outlined" onClick={() => change({ q: '', category: '', status: '' })}>
      {t('clearFilter')}
    </Button>
  );
  return <EmptyState icon="filter" title={t('nothingFits')} text={t('nothingFitsText')} action={clear} />;
}
