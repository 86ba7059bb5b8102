import { EmptyState, useMessages, usePageTitle } from '@intarsia/ui';
import { messages } from '../messages.ts';

export function NotAllowed({ title }: { title: string }) {
  const t = useMessages(messages);
  usePageTitle(title);
  return (
    <EmptyState heading="h1" icon="broken" title={t('notAllowed', { title })} text={t('notAllowedText')} />
  );
}
