import { ExportButton, ImportButton } from '@intarsia/table';
import { useMessages } from '@intarsia/ui';
import { fetchUsersFile, useImportUsers } from '../api/files.ts';
import { messages } from '../messages.ts';
import type { UserListState } from '../state/list-state.ts';

export function UserFiles({ list }: Pick<UserListState, 'list'>) {
  const t = useMessages(messages);
  const take = useImportUsers();
  const importFile = async (content: string) => t('importedUsers', { count: await take(content) });
  return (
    <>
      <ExportButton name="users.csv" fetchFile={(onProgress) => fetchUsersFile(list, onProgress)} />
      <ImportButton hint={t('importHint')} importFile={importFile} />
    </>
  );
}
