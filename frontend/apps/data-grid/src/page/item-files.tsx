import { ExportButton, ImportButton } from '@intarsia/table';
import { useMessages } from '@intarsia/ui';
import { fetchItemsFile, useImportItems } from '../api/files.ts';
import type { ListItems } from '../api/list-items.ts';
import { messages } from '../messages.ts';

/** Everybody may take records out; who may write may also put some in. */
export function ItemFiles({ list, mayWrite }: { list: ListItems; mayWrite: boolean }) {
  const t = useMessages(messages);
  const take = useImportItems();
  const importFile = async (content: string) => {
    const { created, updated } = await take(content);
    return t('imported', { created, updated });
  };
  return (
    <>
      <ExportButton name="data.csv" fetchFile={(onProgress) => fetchItemsFile(list, onProgress)} />
      {mayWrite && <ImportButton hint={t('importHint')} importFile={importFile} />}
    </>
  );
}
