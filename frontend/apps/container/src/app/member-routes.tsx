import { lazyPart, RemoteSkeleton, useMessages } from '@intarsia/ui';
import { type ReactNode, Suspense } from 'react';
import { Navigate, Route, Routes, useSearchParams } from 'react-router';
import { Dashboard } from '../dashboard/dashboard.tsx';
import { EntryPage } from '../entry/lazy-entry-page.tsx';
import { nextPath } from '../login/next-path.ts';
import { messages } from '../messages.ts';
import { NotFound } from '../pages/not-found.tsx';
import { pageApps } from '../release/apps.ts';
import { useRelease } from '../release/release-context.ts';
import { RemotePage } from '../remote/remote-page.tsx';
import { Shell } from '../shell/shell.tsx';
import { RouteBoundary } from './route-boundary.tsx';

const profile = lazyPart(() => import('../account/profile-page.tsx'));
const gallery = lazyPart(() => import('../gallery/gallery.tsx'));
const security = lazyPart(() => import('../security/security-page.tsx'));

/** The pages of whoever is signed in: the host's own, and one subtree per app of the release. */
export default function MemberRoutes() {
  const t = useMessages(messages);
  const { boot } = useRelease();
  return (
    <Routes>
      <Route path="/login" element={<AfterLogin />} />
      <Route path="/register" element={<AfterLogin />} />
      <Route path="/forgotten-password" element={<EntryPage page="forgotten" />} />
      <Route path="/reset-password" element={<EntryPage page="reset" />} />
      <Route path="/verify-email" element={<EntryPage page="verify" />} />
      <Route element={<Shell />}>
        <Route index element={<Dashboard />} />
        <Route path="/profile" element={late(t('profile'), <profile.Part />)} />
        <Route path="/security" element={late(t('security'), <security.Part />)} />
        {pageApps(boot).map((app) => (
          <Route key={app.id} path={`${app.route}/*`} element={<RemotePage key={app.id} app={app} />} />
        ))}
        <Route path="/gallery" element={late('Gallery', <gallery.Part />)} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

/** A page that is fetched when it is opened. */
function late(title: string, page: ReactNode) {
  return (
    <RouteBoundary key={title} title={title}>
      <Suspense fallback={<RemoteSkeleton title={title} />}>{page}</Suspense>
    </RouteBoundary>
  );
}

function AfterLogin() {
  const [search] = useSearchParams();
  return <Navigate to={nextPath(search)} replace />;
}
