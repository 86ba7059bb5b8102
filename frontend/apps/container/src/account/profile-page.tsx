import { Group, Loadable } from '@intarsia/editor';
import { PageHeader, useMessages } from '@intarsia/ui';
import Stack from '@mui/material/Stack';
import { DeleteAccount } from './delete-account.tsx';
import { EmailState } from './email-state.tsx';
import { ExportButton } from './export-button.tsx';
import { useMe } from './me.ts';
import { messages } from './messages.ts';
import { MyData } from './my-data.tsx';

/** What the platform keeps about oneself, and how to take it along or have it deleted. */
export default function ProfilePage() {
  const t = useMessages(messages);
  const me = useMe();
  return (
    <>
      <PageHeader title={t('profile')} text={t('profileText')} />
      <Loadable query={me} failed={t('notLoaded')} shape={[220, 120, 120]}>
        {me.data && (
          <Stack spacing={3} sx={{ maxWidth: 720 }}>
            <Group title={t('myData')} text={t('myDataText')}>
              <MyData me={me.data} />
            </Group>
            <Group title={t('email')}>
              <EmailState me={me.data} />
            </Group>
            <Group title={t('export')} text={t('exportText')}>
              <ExportButton />
            </Group>
            <Group title={t('leave')} text={t('leaveText')}>
              <DeleteAccount me={me.data} />
            </Group>
          </Stack>
        )}
      </Loadable>
    </>
  );
}
