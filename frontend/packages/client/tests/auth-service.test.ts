import { describe, expect, test } from 'vitest';
import { AuthService } from '../src/auth/auth-service.ts';
import { FakeServer, fakePorts, problem, settle, signedIn, token } from './fakes.ts';

const refresh = '/api/auth/refresh';
const minute = 60_000;

function tab(server: FakeServer) {
  const ports = fakePorts(server);
  return { ports, auth: new AuthService(ports) };
}

describe('start', () => {
  test('200 means signed in', async () => {
    const { auth } = tab(new FakeServer().on(refresh, () => signedIn()));
    expect(await auth.start()).toMatchObject({ status: 'signed-in', user: { username: 'ada' } });
    expect(await auth.accessToken()).toBe(token('s1'));
  });

  test('204 means guest', async () => {
    const { auth } = tab(new FakeServer().on(refresh, () => new Response(null, { status: 204 })));
    expect(await auth.start()).toEqual({ status: 'guest' });
    expect(await auth.accessToken()).toBeUndefined();
  });

  test('401 means nobody is signed in', async () => {
    const { auth } = tab(new FakeServer().on(refresh, () => problem(401, 'session_revoked')));
    expect(await auth.start()).toEqual({ status: 'guest' });
  });

  test('409 session_changed loads the page again', async () => {
    const { auth, ports } = tab(new FakeServer().on(refresh, () => problem(409, 'session_changed')));
    await auth.start();
    expect(ports.reloads).toBe(1);
  });

  test('a server that is away is tried again', async () => {
    const server = new FakeServer();
    const { auth, ports } = tab(server);
    expect(await auth.start()).toEqual({ status: 'unreachable' });
    server.on(refresh, () => signedIn());
    await ports.clock.advance(5_000);
    expect(auth.state.status).toBe('signed-in');
  });
});

describe('login', () => {
  test('an address goes as e-mail, anything else as user name', async () => {
    const server = new FakeServer().on('/api/auth/login', () => signedIn());
    const { auth } = tab(server);
    await auth.login({ login: 'ada@example.com', password: 'p' });
    await auth.login({ login: 'ada', password: 'p' });
    expect(server.calls.map(({ body }) => body)).toEqual([
      { email: 'ada@example.com', password: 'p' },
      { username: 'ada', password: 'p' },
    ]);
  });

  test('a refusal is a typed problem and changes nothing', async () => {
    const { auth } = tab(new FakeServer().on('/api/auth/login', () => problem(401, 'invalid_credentials')));
    const login = auth.login({ login: 'ada', password: 'wrong' });
    await expect(login).rejects.toMatchObject({ code: 'invalid_credentials', request_id: 'r-1' });
    expect(auth.state.status).toBe('starting');
  });
});

describe('refresh', () => {
  test('runs ahead of expiry, at 13 of 15 minutes', async () => {
    const server = new FakeServer().on(refresh, () => signedIn());
    const { auth, ports } = tab(server);
    await auth.start();
    await ports.clock.advance(13 * minute - 1);
    expect(server.count(refresh)).toBe(1);
    await ports.clock.advance(1);
    expect(server.count(refresh)).toBe(2);
  });

  test('names the session of the last access token', async () => {
    const server = new FakeServer().on(refresh, () => signedIn('s7'));
    const { auth } = tab(server);
    await auth.start();
    await auth.refresh();
    expect(server.calls.map(({ body }) => body)).toEqual([{}, { sid: 's7' }]);
  });

  test('however many ask, one request is sent', async () => {
    const server = new FakeServer().on(refresh, () => signedIn());
    const { auth } = tab(server);
    await Promise.all([auth.refresh(), auth.refresh(), auth.refresh()]);
    expect(server.count(refresh)).toBe(1);
  });

  test('a token that has expired is renewed before it is handed out', async () => {
    let number = 0;
    const server = new FakeServer().on(refresh, () => signedIn('s1', ++number));
    const { auth, ports } = tab(server);
    await auth.start();
    ports.clock.time += 16 * minute;
    expect(await auth.accessToken()).toBe(token('s1', 2));
  });

  test('a server error signs nobody out and is tried again later', async () => {
    const server = new FakeServer().on(refresh, () => signedIn());
    const { auth, ports } = tab(server);
    await auth.start();
    server.on(refresh, () => problem(503, 'unavailable', { 'Retry-After': '7' }));
    await ports.clock.advance(13 * minute);
    expect(auth.state.status).toBe('signed-in');
    server.on(refresh, () => signedIn('s1', 2));
    await ports.clock.advance(7_000);
    expect(await auth.accessToken()).toBe(token('s1', 2));
  });

  test('401 ends the session and says so', async () => {
    const server = new FakeServer().on(refresh, () => signedIn());
    const { auth } = tab(server);
    await auth.start();
    server.on(refresh, () => problem(401, 'session_expired'));
    expect(await auth.refresh()).toEqual({ status: 'guest', reason: 'ended' });
  });
});

describe('logout', () => {
  test('tells the server which session and forgets the token', async () => {
    const server = new FakeServer().on(refresh, () => signedIn()).on('/api/auth/logout', noContent);
    const { auth } = tab(server);
    await auth.start();
    await auth.logout();
    expect(server.calls.at(-1)?.body).toEqual({ sid: 's1' });
    expect(auth.state).toEqual({ status: 'guest', reason: 'signed-out' });
    expect(await auth.accessToken()).toBeUndefined();
  });

  test('of a session that is over already succeeds', async () => {
    const server = new FakeServer()
      .on(refresh, () => signedIn())
      .on('/api/auth/logout', () => problem(401, 'session_revoked'));
    const { auth } = tab(server);
    await auth.start();
    await auth.logout();
    expect(auth.state.status).toBe('guest');
  });

  test('without an answer leaves the person signed in and says so', async () => {
    const { auth } = tab(new FakeServer().on(refresh, () => signedIn()));
    await auth.start();
    await expect(auth.logout()).rejects.toMatchObject({ code: 'network' });
    expect(auth.state.status).toBe('signed-in');
  });

  test('a refresh that was under way does not sign in again', async () => {
    const server = new FakeServer().on(refresh, () => signedIn()).on('/api/auth/logout', noContent);
    const { auth } = tab(server);
    await auth.start();
    let answer: (response: Response) => void = () => undefined;
    server.on(refresh, () => new Promise((resolve) => (answer = resolve)));
    const late = auth.refresh();
    await settle();
    await auth.logout();
    answer(signedIn('s1', 2));
    await late;
    expect(auth.state.status).toBe('guest');
  });
});

function noContent() {
  return new Response(null, { status: 204 });
}
