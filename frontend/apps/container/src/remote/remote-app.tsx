import { type RemoteModule, toMountable } from '@intarsia/federation';
import { type ComponentType, use, useMemo } from 'react';
import type { AppEntry } from '../release/apps.ts';
import { ElementApp } from './element-app.tsx';

/** What a React app gets; everything else it takes from the shared packages. */
export interface RemoteProps {
  basePath: string;
}

interface RemoteAppProps {
  app: AppEntry;
  module: Promise<RemoteModule>;
}

/** The adapter between the three kinds of app and the host's tree. */
export function RemoteApp({ app, module }: RemoteAppProps) {
  const loaded = use(module);
  const mountable = useMemo(
    () => toMountable<ComponentType<RemoteProps>>(loaded, app.mount),
    [loaded, app.mount],
  );
  if (mountable.kind === 'element') return <ElementApp app={app} mount={mountable.mount} />;
  return <mountable.Component basePath={app.route} />;
}
