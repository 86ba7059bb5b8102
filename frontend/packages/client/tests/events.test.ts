import { describe, expect, test } from 'vitest';
import { AuthService } from '../src/auth/auth-service.ts';
import { EventService } from '../src/events/event-service.ts';
import { FrameReader } from '../src/events/frames.ts';
import type { PlatformEvent } from '../src/events/platform-event.ts';
import type { Ports } from '../src/ports.ts';
import { FakeAir, FakeLocks, FakeServer, fakePorts, signedIn } from './fakes.ts';

/** Streams that the test writes; the latest is `open`. */
class Streams {
  readonly all: ReadableStreamDefaultController<Uint8Array>[] = [];

  answer = () =>
    new Response(new ReadableStream({ start: (controller) => void this.all.push(controller) }), {
      headers: { 'Content-Type': 'text/event-stream' },
    });

  async write(text: string): Promise<void> {
    this.all.at(-1)?.enqueue(new TextEncoder().encode(text));
    await soon();
  }

  async close(): Promise<void> {
    this.all.at(-1)?.close();
    await soon();
  }
}

/** Streams hand over on their own turns of the event loop, which no fake clock moves. */
async function soon(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

async function tab(server: FakeServer, shared: Pick<Ports, 'locks' | 'channel'>) {
  const ports = fakePorts(server, shared);
  const auth = new AuthService(ports);
  const events = new EventService(ports, auth);
  const heard: PlatformEvent[] = [];
  events.subscribe((event) => heard.push(event));
  await auth.start();
  events.start();
  await soon();
  return { ports, auth, events, heard };
}

function platform() {
  const streams = new Streams();
  const server = new FakeServer()
    .on('/api/auth/refresh', () => signedIn())
    .on('/api/events', () => streams.answer());
  return { streams, server, shared: { locks: new FakeLocks(), channel: undefined } };
}

const release = 'id: 8\nevent: release\ndata: {"number":2,"channel":"stable"}\n\n';

describe('FrameReader', () => {
  test('frames come out whole, however they are cut', () => {
    const reader = new FrameReader();
    const cut = [...`id: 7\n\n:\n\n${release}`].flatMap((letter) => reader.push(letter));
    expect(cut).toEqual([
      { id: '7', event: '', data: '' },
      { id: '8', event: 'release', data: '{"number":2,"channel":"stable"}' },
    ]);
  });
});

describe('EventService', () => {
  test('one tab holds the stream and every tab hears', async () => {
    const { streams, server } = platform();
    const [air, locks] = [new FakeAir(), new FakeLocks()];
    const first = await tab(server, { locks, channel: air.tab() });
    const second = await tab(server, { locks, channel: air.tab() });
    await streams.write(release);
    expect(server.count('/api/events')).toBe(1);
    const event = { type: 'release', number: 2, channel: 'stable' };
    expect([first.heard, second.heard]).toEqual([[event], [event]]);
  });

  test('a tab that comes later is told what was released before', async () => {
    const { streams, server } = platform();
    const [air, locks] = [new FakeAir(), new FakeLocks()];
    await tab(server, { locks, channel: air.tab() });
    await streams.write('id: 7\nevent: release\ndata: {"number":1,"channel":"stable"}\n\n');
    await streams.write(release);
    const later = await tab(server, { locks, channel: air.tab() });
    expect(later.heard).toEqual([{ type: 'release', number: 2, channel: 'stable' }]);
    expect(server.count('/api/events')).toBe(1);
  });

  test('who subscribes later is told what was released before', async () => {
    const { streams, server, shared } = platform();
    const { events } = await tab(server, shared);
    await streams.write(release);
    const heard: PlatformEvent[] = [];
    events.subscribe((event) => heard.push(event));
    expect(heard).toEqual([{ type: 'release', number: 2, channel: 'stable' }]);
  });

  test('a broken stream is resumed after the last event', async () => {
    const { streams, server, shared } = platform();
    const { ports } = await tab(server, shared);
    await streams.write(release);
    await streams.close();
    await ports.clock.advance(1_000);
    await soon();
    const asked = server.calls.filter(({ url }) => url === '/api/events');
    expect(asked.map(({ headers }) => headers['Last-Event-ID'])).toEqual([undefined, '8']);
    expect(asked[1]?.headers['Authorization']).toMatch(/^Bearer /);
  });

  test('a change of authority renews the token at once', async () => {
    const { streams, server, shared } = platform();
    await tab(server, shared);
    await streams.write('id: 9\nevent: authority\ndata: {}\n\n');
    expect(server.count('/api/auth/refresh')).toBe(2);
  });

  test('when no stream is to be had, it polls', async () => {
    const { server, shared } = platform();
    server.on('/api/events', () => Response.json({ title: 'busy' }, { status: 503 }));
    const { ports, heard } = await tab(server, shared);
    for (const ms of [2_000, 4_000]) {
      server.on('/api/events', () =>
        ms === 2_000
          ? Response.json({}, { status: 503 })
          : Response.json({ items: [{ id: 4, event: 'settings', data: {} }], last: 5 }),
      );
      await ports.clock.advance(ms);
      await soon();
    }
    expect(heard).toEqual([{ type: 'settings' }]);
  });

  test('a sign-out opens the stream anew, as a guest', async () => {
    const { server, shared } = platform();
    server.on('/api/auth/logout', () => new Response(null, { status: 204 }));
    const { auth } = await tab(server, shared);
    await auth.logout();
    await soon();
    const last = server.calls.filter(({ url }) => url === '/api/events').at(-1);
    expect(server.count('/api/events')).toBe(2);
    expect(last?.headers['Authorization']).toBeUndefined();
  });
});
