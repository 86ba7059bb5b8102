import { type ApiAnswer, getClient } from '@intarsia/client';
import { useQueryClient } from '@tanstack/react-query';
import { itemsKey } from './item.ts';
import type { ListItems } from './list-items.ts';

export type Imported = ApiAnswer<'post', '/api/data/import'>;

/** All that fits the list's filter, in its order. */
export function fetchItemsFile(
  { sort, q, category, status }: ListItems,
  onProgress: (bytes: number) => void,
): Promise<Blob> {
  const query = { sort, q, category, status: status || undefined };
  return getClient().http.file('/api/data/export', 'text/csv', { query }, onProgress);
}

export function useImportItems(): (content: string) => Promise<Imported> {
  const queries = useQueryClient();
  return async (content) => {
    const imported = await getClient().http.upload('/api/data/import', 'text/csv', content);
    await queries.invalidateQueries({ queryKey: itemsKey });
    return imported;
  };
}
