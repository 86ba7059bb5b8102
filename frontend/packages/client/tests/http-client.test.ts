import { beforeEach, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../src/client.ts';
import { buildUrl } from '../src/http/http-request.ts';
import { ProblemError } from '../src/problem.ts';
import { ada, FakeServer, fakePorts, problem, signedIn, token } from './fakes.ts';

const me = '/api/auth/me';
const refresh = '/api/auth/refresh';

let server: FakeServer;
let client: Client;

beforeEach(async () => {
  server = new FakeServer()
    .on(refresh, () => signedIn())
    .on(me, () => Response.json(ada, { headers: { ETag: '"1"' } }));
  client = createClient(fakePorts(server));
  await client.auth.start();
  server.calls.length = 0;
});

function unauthorizedOnce() {
  let asked = 0;
  server.on(me, () => {
    asked += 1;
    return asked === 1 ? problem(401, 'token_stale') : Response.json(ada);
  });
}

describe('request', () => {
  test('carries the access token, answers data and ETag', async () => {
    const answer = await client.http.request('get', me);
    expect(answer).toEqual({ data: ada, etag: '"1"' });
    expect(server.calls[0]?.headers['Authorization']).toBe(`Bearer ${token('s1')}`);
  });

  test('sends If-Match and a JSON body', async () => {
    server.on('/api/data/7', () => Response.json({}));
    const options = { params: { item_id: '7' }, body: { name: 'Oak' }, ifMatch: '"1"' };
    await client.http.request('patch', '/api/data/{item_id}', options);
    expect(server.calls[0]).toMatchObject({ method: 'PATCH', url: '/api/data/7', body: { name: 'Oak' } });
    expect(server.calls[0]?.headers).toMatchObject({ 'If-Match': '"1"', 'Content-Type': 'application/json' });
  });

  test('after a 401 refreshes once and is sent once more', async () => {
    server.on(refresh, () => signedIn('s1', 2));
    unauthorizedOnce();
    await client.http.request('get', me);
    expect(server.calls.map(({ url }) => url)).toEqual([me, refresh, me]);
    expect(server.calls[2]?.headers['Authorization']).toBe(`Bearer ${token('s1', 2)}`);
  });

  test('several that meet a 401 together share one refresh', async () => {
    let number = 1;
    server.on(refresh, () => signedIn('s1', ++number));
    server.on(me, () => (number === 1 ? problem(401, 'token_expired') : Response.json(ada)));
    await Promise.all([1, 2, 3].map(() => client.http.request('get', me)));
    expect(server.count(refresh)).toBe(1);
  });

  test('a second 401 is told, not tried for ever', async () => {
    server.on(refresh, () => signedIn('s1', 2)).on(me, () => problem(401, 'token_stale'));
    await expect(client.http.request('get', me)).rejects.toMatchObject({ status: 401 });
    expect(server.count(me)).toBe(2);
  });

  test('when the refresh is refused the first answer is told', async () => {
    server.on(refresh, () => problem(401, 'session_revoked'));
    unauthorizedOnce();
    await expect(client.http.request('get', me)).rejects.toMatchObject({ code: 'token_stale' });
    expect(client.auth.state).toEqual({ status: 'guest', reason: 'ended' });
  });

  test('no answer is a problem with the code network', async () => {
    server.answers.delete(me);
    await expect(client.http.request('get', me)).rejects.toMatchObject({ status: 0, code: 'network' });
  });

  test('an interceptor sees every request until it is taken off', async () => {
    const seen: string[] = [];
    const off = client.http.use((request, next) => {
      seen.push(request.url);
      return next(request);
    });
    await client.http.request('get', me);
    off();
    await client.http.request('get', me);
    expect(seen).toEqual([me]);
  });
});

describe('problems', () => {
  test('keep what the server said', async () => {
    const errors = [{ loc: ['body', 'name'], msg: 'too long', type: 'string_too_long' }];
    const body = { status: 422, code: 'invalid_request', detail: 'Not valid.', request_id: 'r-9', errors };
    server.on(me, () => Response.json(body, { status: 422 }));
    await expect(client.http.request('get', me)).rejects.toMatchObject({
      code: 'invalid_request',
      request_id: 'r-9',
      errors,
    });
  });

  test('are made of a proxy’s page as well', async () => {
    const headers = { 'X-Request-ID': 'r-2', 'Retry-After': '3' };
    server.on(me, () => new Response('<h1>Bad gateway</h1>', { status: 502, headers }));
    const failure: unknown = await client.http.request('get', me).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProblemError);
    expect(failure).toMatchObject({ code: 'http_502', request_id: 'r-2', retry_after: 3, errors: [] });
  });
});

describe('files', () => {
  test('are sent as they are, with the type they have', async () => {
    server.on('/api/data/import', () => Response.json({ created: 1, updated: 0 }));

    const answer = await client.http.upload('/api/data/import', 'text/csv', 'name\nx');

    expect(answer).toEqual({ created: 1, updated: 0 });
    expect(server.calls.at(-1)).toMatchObject({ method: 'POST', text: 'name\nx' });
    expect(server.calls.at(-1)?.headers).toMatchObject({ 'Content-Type': 'text/csv' });
  });

  test('tell how much of them has come', async () => {
    server.on('/api/data/export', () => new Response('name\r\nOak\r\n'));
    const seen: number[] = [];

    const file = await client.http.file('/api/data/export', 'text/csv', {}, (bytes) => seen.push(bytes));

    expect(await file.text()).toBe('name\r\nOak\r\n');
    expect(seen.at(-1)).toBe(11);
  });

  test('that are refused are problems', async () => {
    server.on('/api/data/import', () => problem(422, 'invalid_csv'));

    await expect(client.http.upload('/api/data/import', 'text/csv', '')).rejects.toMatchObject({
      code: 'invalid_csv',
    });
  });
});

describe('buildUrl', () => {
  test('fills the path and leaves empty parameters out', () => {
    const query = { q: 'a b', limit: 5, cursor: undefined, status: '', sort: ['-name', 'id'] };
    expect(buildUrl('/api/data/{id}', { id: 'a/b' }, query)).toBe(
      '/api/data/a%2Fb?q=a+b&limit=5&sort=-name&sort=id',
    );
  });
});
