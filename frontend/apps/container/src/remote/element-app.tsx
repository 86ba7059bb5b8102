import { getClient } from '@intarsia/client';
import type { Mountable, MountProps } from '@intarsia/federation';
import { useUser } from '@intarsia/ui';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { AppEntry } from '../release/apps.ts';

type Mount = Extract<Mountable<never>, { kind: 'element' }>['mount'];

/** Gives an app of any framework an element of its own, and takes it away again. */
export function ElementApp({ app, mount }: { app: AppEntry; mount: Mount }) {
  const element = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<{ error: unknown }>();
  const props = useMountProps(app);

  useEffect(() => {
    if (!element.current) return;
    const mounting = mount(element.current, props);
    mounting.catch((error: unknown) => setFailure({ error }));
    // An unmount that fails has nothing left to break; the element is gone.
    return () => void mounting.then((unmount) => unmount()).catch(() => undefined);
  }, [mount, props]);

  if (failure) throw failure.error;
  return <div ref={element} />;
}

/** The same object for the whole life of the app: a new one would mount it again. */
function useMountProps(app: AppEntry): MountProps {
  const user = useUser();
  const navigate = useNavigate();
  const go = useRef(navigate);
  useEffect(() => {
    go.current = navigate;
  }, [navigate]);
  const [props] = useState<MountProps>(() => ({
    basePath: app.route,
    user,
    navigate: (to) => void go.current(to),
    onUnauthorized: () => void getClient().auth.refresh(),
  }));
  return props;
}
