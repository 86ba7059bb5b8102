import { RemoteError } from '@intarsia/federation';
import { RemoteBoundary, RemoteSkeleton, useMessages, usePageTitle, useUser } from '@intarsia/ui';
import { Suspense, useMemo, useState } from 'react';
import { messages } from '../messages.ts';
import { useNoticeBoard } from '../notices/notice-context.ts';
import { NotAllowed } from '../pages/not-allowed.tsx';
import { type AppEntry, mayOpen } from '../release/apps.ts';
import { useRelease } from '../release/release-context.ts';
import { RemoteApp } from './remote-app.tsx';

/** One app of the release on its page: its skeleton while it loads, its boundary when it fails. */
export function RemotePage({ app }: { app: AppEntry }) {
  const role = useUser()?.role;
  usePageTitle(app.title);
  return mayOpen(app, role) ? <LoadedRemote app={app} /> : <NotAllowed title={app.title} />;
}

function LoadedRemote({ app }: { app: AppEntry }) {
  const t = useMessages(messages);
  const { loader, reports } = useRelease();
  const board = useNoticeBoard();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another load
  const module = useMemo(() => observed(loader.load(app.id)), [loader, app.id, attempt]);
  const onError = (error: unknown, componentStack: string | undefined) => {
    board.add({ kind: 'failed', title: app.title });
    // A failed load has been reported by the loader.
    if (error instanceof RemoteError) return;
    reports.error({ error, componentStack, where: { app: app.id, version: app.version } });
    loader.reportRender(app.id, { ok: false, duration_ms: 0, message: String(error) });
  };
  return (
    <RemoteBoundary title={app.title} onError={onError} onRetry={() => setAttempt(attempt + 1)}>
      <Suspense fallback={<RemoteSkeleton title={app.title} label={t('loadingApp', { title: app.title })} />}>
        <RemoteApp app={app} module={module} />
      </Suspense>
    </RemoteBoundary>
  );
}

/** When the page is left before the load fails, nobody else looks at the failure. */
function observed<T>(load: Promise<T>): Promise<T> {
  load.catch(() => undefined);
  return load;
}
