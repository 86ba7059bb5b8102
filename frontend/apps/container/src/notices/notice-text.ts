import { useMessages } from '@intarsia/ui';
import { messages } from './messages.ts';
import type { News } from './notice-board.ts';

/** A notice in words. */
export function useNoticeText(): (news: News) => string {
  const t = useMessages(messages);
  return (news) => {
    if (news.kind === 'release') return t('release', { number: String(news.number) });
    if (news.kind === 'role') return t(`role_${news.role}`);
    if ('device' in news) return t(news.kind, { device: news.device, ip: news.ip || '?' });
    return 'title' in news ? t(news.kind, { title: news.title }) : t(news.kind);
  };
}
