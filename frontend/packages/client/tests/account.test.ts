import { describe, expect, test } from 'vitest';
import { AuthService } from '../src/auth/auth-service.ts';
import { FakeLocks, FakeServer, fakePorts, problem, settle, signedIn, token } from './fakes.ts';

const refresh = '/api/auth/refresh';
const password = '/api/auth/password';
const change = { current_password: 'old', new_password: 'new' };

async function signedInTab(server: FakeServer) {
  const auth = new AuthService(fakePorts(server, { locks: new FakeLocks() }));
  await auth.start();
  return { auth };
}

function server() {
  return new FakeServer().on(refresh, () => signedIn());
}

function noContent() {
  return new Response(null, { status: 204 });
}

describe('register', () => {
  test('signs in at once', async () => {
    const auth = new AuthService(fakePorts(new FakeServer().on('/api/auth/register', () => signedIn('s9'))));
    await auth.register({ name: 'Ada', email: 'ada@example.com', password: 'p' });
    expect(auth.state.status).toBe('signed-in');
    expect(auth.sid).toBe('s9');
  });
});

describe('changePassword', () => {
  test('goes on with the new session', async () => {
    const api = server().on(password, () => signedIn('s2'));
    const { auth } = await signedInTab(api);
    await auth.changePassword(change);
    expect(api.calls.at(-1)).toMatchObject({
      method: 'PUT',
      headers: { Authorization: `Bearer ${token('s1')}` },
    });
    expect(auth.sid).toBe('s2');
  });

  test('a refresh that is asked for meanwhile waits, and is not sent', async () => {
    const api = server();
    const { auth } = await signedInTab(api);
    let answer: (response: Response) => void = () => undefined;
    api.on(password, () => new Promise((resolve) => (answer = resolve)));
    const changed = auth.changePassword(change);
    await settle();
    const late = auth.refresh();
    await settle();
    answer(signedIn('s2'));
    await Promise.all([changed, late]);
    expect(api.count(refresh)).toBe(1);
    expect(auth.state.status).toBe('signed-in');
    expect(auth.sid).toBe('s2');
  });

  test('a stale token is renewed and the change made then', async () => {
    const api = server().on(password, () => problem(401, 'token_stale'));
    const { auth } = await signedInTab(api);
    api.on(refresh, () => {
      api.on(password, () => signedIn('s2'));
      return signedIn('s1', 2);
    });
    await auth.changePassword(change);
    expect(auth.sid).toBe('s2');
  });

  test('a wrong password signs nobody out', async () => {
    const { auth } = await signedInTab(server().on(password, () => problem(403, 'wrong_password')));
    await expect(auth.changePassword(change)).rejects.toMatchObject({ code: 'wrong_password' });
    expect(auth.sid).toBe('s1');
  });
});

describe('logoutAll and deleteAccount', () => {
  test('end the session of this page', async () => {
    const { auth } = await signedInTab(server().on('/api/auth/logout-all', noContent));
    await auth.logoutAll();
    expect(auth.state).toEqual({ status: 'guest', reason: 'signed-out' });
  });

  test('a refresh that the closing stream asks for meanwhile is not sent', async () => {
    const api = server();
    const { auth } = await signedInTab(api);
    let answer: (response: Response) => void = () => undefined;
    api.on('/api/auth/logout-all', () => new Promise((resolve) => (answer = resolve)));
    const left = auth.logoutAll();
    await settle();
    const late = auth.refresh();
    await settle();
    answer(noContent());
    await Promise.all([left, late]);
    expect(api.count(refresh)).toBe(1);
    expect(auth.state).toEqual({ status: 'guest', reason: 'signed-out' });
  });

  test('an account is deleted with its password', async () => {
    const api = server().on('/api/auth/me', noContent);
    const { auth } = await signedInTab(api);
    await auth.deleteAccount('secret');
    expect(api.calls.at(-1)).toMatchObject({ method: 'DELETE', body: { password: 'secret' } });
    expect(auth.state).toEqual({ status: 'guest', reason: 'signed-out' });
  });
});
