import { Group } from '@intarsia/editor';
import { PageHeader, useMessages } from '@intarsia/ui';
import Stack from '@mui/material/Stack';
import { messages } from './messages.ts';
import { SecurityNotices } from './notices/security-notices.tsx';
import { ChangePassword } from './password/change-password.tsx';
import { Sessions } from './sessions/sessions.tsx';
import { Tokens } from './tokens/tokens.tsx';

/** What keeps an account one's own: password, sign-ins, tokens, and what was noticed. */
export default function SecurityPage() {
  const t = useMessages(messages);
  return (
    <>
      <PageHeader title={t('security')} text={t('securityText')} />
      <Stack spacing={3} sx={{ maxWidth: 840 }}>
        <Group title={t('password')} text={t('passwordText')}>
          <ChangePassword />
        </Group>
        <Sessions />
        <Tokens />
        <Group title={t('notices')} text={t('noticesText')}>
          <SecurityNotices />
        </Group>
      </Stack>
    </>
  );
}
