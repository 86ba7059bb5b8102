import { beforeEach, describe, expect, test } from 'vitest';
import { AuthService } from '../src/auth/auth-service.ts';
import {
  FakeAir,
  FakeClock,
  FakeLocks,
  type FakePorts,
  FakeServer,
  fakePorts,
  settle,
  signedIn,
  token,
} from './fakes.ts';

const refresh = '/api/auth/refresh';

let server: FakeServer;
let clock: FakeClock;
let locks: FakeLocks;
let air: FakeAir;

beforeEach(() => {
  server = new FakeServer().on('/api/auth/logout', () => new Response(null, { status: 204 }));
  clock = new FakeClock();
  locks = new FakeLocks();
  air = new FakeAir();
});

function openTab(): { auth: AuthService; ports: FakePorts } {
  const ports = fakePorts(server, { clock, locks, channel: air.tab() });
  return { auth: new AuthService(ports), ports };
}

async function twoTabs() {
  server.on(refresh, () => signedIn());
  const [one, two] = [openTab(), openTab()];
  await one.auth.start();
  await two.auth.start();
  server.calls.length = 0;
  return { one, two };
}

describe('tabs together', () => {
  test('one refresh serves all of them', async () => {
    const { one, two } = await twoTabs();
    server.on(refresh, () => signedIn('s1', 2));
    clock.time += 1;
    await Promise.all([one.auth.refresh(), two.auth.refresh()]);
    expect(server.count(refresh)).toBe(1);
    expect(await two.auth.accessToken()).toBe(token('s1', 2));
  });

  test('a logout in one signs the others out', async () => {
    const { one, two } = await twoTabs();
    await one.auth.logout();
    expect(two.auth.state).toEqual({ status: 'guest', reason: 'signed-out' });
  });

  test('a login in one signs a guest in the others in', async () => {
    server.on(refresh, () => new Response(null, { status: 204 })).on('/api/auth/login', () => signedIn());
    const [one, two] = [openTab(), openTab()];
    await one.auth.start();
    await two.auth.start();
    await one.auth.login({ login: 'ada', password: 'p' });
    expect(two.auth.state.status).toBe('signed-in');
  });

  test('a login as somebody else loads the others again', async () => {
    const { one, two } = await twoTabs();
    server.on('/api/auth/login', () => signedIn('s2'));
    await one.auth.login({ login: 'bob', password: 'p' });
    expect(two.ports.reloads).toBe(1);
  });

  test('a token that arrives after its session ended is not taken', async () => {
    const { one, two } = await twoTabs();
    const stale = air.tab();
    await one.auth.logout();
    const session = {
      accessToken: token('s1', 9),
      sid: 's1',
      issuedAt: clock.time + 1,
      expiresAt: clock.time + 9,
    };
    stale.postMessage({ type: 'session', session: { ...session, user: {} } });
    expect(two.auth.state.status).toBe('guest');
  });

  test('what is no message of ours is ignored', async () => {
    const { one } = await twoTabs();
    air.tab().postMessage({ type: 'session', session: {} });
    air.tab().postMessage('signed-out');
    expect(one.auth.state.status).toBe('signed-in');
  });

  test('a tab that hangs with the lock holds the others up for longer than a refresh may take, and no longer', async () => {
    const { one } = await twoTabs();
    locks.hang();
    const renewed = one.auth.refresh();
    await settle();
    await clock.advance(8_000);
    expect(server.count(refresh)).toBe(0);
    await clock.advance(2_000);
    await renewed;
    expect(server.count(refresh)).toBe(1);
  });
});
