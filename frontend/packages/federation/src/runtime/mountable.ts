import type { MountKind } from './boot-document.ts';
import type { RemoteModule } from './loader.ts';

/** What an app of another framework gets from the host. */
export interface MountProps {
  basePath: string;
  user: unknown;
  navigate: (to: string) => void;
  /** The app met a 401 that it cannot mend. */
  onUnauthorized: () => void;
}

export type Unmount = () => void | Promise<void>;

/** The three kinds of app, made two: a component for the host's own tree, or something that fills an element. */
export type Mountable<Component> =
  | { kind: 'component'; Component: Component }
  | { kind: 'element'; mount: (element: HTMLElement, props: MountProps) => Promise<Unmount> };

type Mount = (element: HTMLElement, props: MountProps) => unknown;
type Lifecycle = (props: MountProps & { domElement: HTMLElement }) => unknown;

/** @throws TypeError when the module does not hold what its `mount` promises */
export function toMountable<Component>(module: RemoteModule, mount: MountKind): Mountable<Component> {
  const main = module['default'] ?? module;
  if (mount === 'react') return { kind: 'component', Component: component<Component>(main) };
  return { kind: 'element', mount: mount === 'function' ? byFunction(main) : bySingleSpa(main) };
}

/** A component may be a function or an object (`memo`, `forwardRef`), never a module without default export. */
function component<Component>(main: unknown): Component {
  const isComponent = typeof main === 'function' || (typeof main === 'object' && main && '$$typeof' in main);
  if (!isComponent) throw new TypeError('the expose has no component as its default export');
  return main as Component;
}

function byFunction(main: unknown) {
  if (typeof main !== 'function')
    throw new TypeError('the expose has no mount function as its default export');
  return async (element: HTMLElement, props: MountProps): Promise<Unmount> => {
    const unmount = await (main as Mount)(element, props);
    return typeof unmount === 'function' ? (unmount as Unmount) : () => undefined;
  };
}

function bySingleSpa(main: unknown) {
  const { bootstrap, mount, unmount } = main as Record<string, unknown>;
  if (!mount || !unmount) throw new TypeError('the expose has no single-spa lifecycle (mount, unmount)');
  return async (domElement: HTMLElement, props: MountProps): Promise<Unmount> => {
    const all = { ...props, domElement };
    await run(bootstrap, all);
    await run(mount, all);
    return () => run(unmount, all);
  };
}

/** A single-spa lifecycle is a function or a list of them. */
async function run(lifecycle: unknown, props: MountProps & { domElement: HTMLElement }): Promise<void> {
  for (const step of [lifecycle].flat()) await (step as Lifecycle | undefined)?.(props);
}
