import { describe, expect, test } from 'vitest';
import { type MountProps, toMountable } from '../src/runtime/mountable.ts';

const element = {} as HTMLElement;
const props: MountProps = {
  basePath: '/vue',
  user: null,
  navigate: () => undefined,
  onUnauthorized: () => undefined,
};

async function mountAndUnmount(module: Record<string, unknown>, kind: 'function' | 'single-spa') {
  const mountable = toMountable(module, kind);
  if (mountable.kind !== 'element') throw new Error('not for an element');
  const unmount = await mountable.mount(element, props);
  await unmount();
}

describe('toMountable', () => {
  test('react: the default export is the component', () => {
    const App = () => null;
    expect(toMountable({ default: App }, 'react')).toEqual({ kind: 'component', Component: App });
  });

  test('function: mount gets element and props, its result unmounts', async () => {
    const seen: unknown[] = [];
    const mount = (...args: unknown[]) => {
      seen.push(...args);
      return () => void seen.push('unmounted');
    };
    await mountAndUnmount({ default: mount }, 'function');
    expect(seen).toEqual([element, props, 'unmounted']);
  });

  test('single-spa: lifecycles run in order, as functions or lists', async () => {
    const seen: string[] = [];
    const step = (name: string) => async () => void seen.push(name);
    const module = { bootstrap: [step('b1'), step('b2')], mount: step('m'), unmount: step('u') };
    await mountAndUnmount(module, 'single-spa');
    expect(seen).toEqual(['b1', 'b2', 'm', 'u']);
  });

  test.each(['react', 'function', 'single-spa'] as const)('%s: another shape is refused', (kind) => {
    expect(() => toMountable({ default: {} }, kind)).toThrow(TypeError);
  });
});
