import type { Me } from '@intarsia/client';
import { Facts } from '@intarsia/editor';
import { useFormat, useMessages } from '@intarsia/ui';
import { messages } from './messages.ts';

export function MyData({ me }: { me: Me }) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <Facts
      facts={[
        [t('name'), me.full_name],
        [t('username'), me.username],
        [t('email'), me.email],
        [t('role'), t(me.role)],
        [t('since'), format.date(me.created_at)],
      ]}
    />
  );
}
