import { Facts } from '@intarsia/editor';
import { useFormat, useMessages } from '@intarsia/ui';
import type { User } from '../api/user.ts';
import { messages } from '../messages.ts';
import { StateMark } from '../table/state-mark.tsx';

export function UserFacts({ user }: { user: User }) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <Facts
      facts={[
        [t('role'), t(user.role)],
        [t('state'), <StateMark key="state" active={user.is_active} />],
        [t('username'), user.username],
        [t('email'), user.email],
        [t('since'), format.date(user.created_at)],
      ]}
    />
  );
}
