import { describe, expect, test } from 'vitest';
import { NoticeBoard } from '../src/notices/notice-board.ts';

const kinds = (board: NoticeBoard) => board.notices.map(({ kind }) => kind);

describe('NoticeBoard', () => {
  test('the newest stands first and is unread until somebody looks', () => {
    const board = new NoticeBoard();
    board.add({ kind: 'settings' });
    board.add({ kind: 'release', number: 4 });
    expect(kinds(board)).toEqual(['release', 'settings']);
    board.readAll();
    board.add({ kind: 'role', role: 'admin' });
    expect(board.notices.map(({ isRead }) => isRead)).toEqual([false, true, true]);
  });

  test('what is said anew takes the place of what was said before', () => {
    const board = new NoticeBoard();
    board.add({ kind: 'offline' });
    board.add({ kind: 'release', number: 4 });
    board.add({ kind: 'online' });
    board.add({ kind: 'release', number: 5 });
    expect(board.notices).toMatchObject([{ kind: 'release', number: 5 }, { kind: 'online' }]);
  });

  test('each app has a notice of its own', () => {
    const board = new NoticeBoard();
    for (const title of ['Data', 'Users', 'Data']) board.add({ kind: 'failed', title });
    expect(board.notices).toMatchObject([{ title: 'Data' }, { title: 'Users' }]);
  });

  test('tells who looks, and is emptied', () => {
    const board = new NoticeBoard();
    let told = 0;
    const leave = board.subscribe(() => {
      told += 1;
    });
    board.add({ kind: 'online' });
    board.clear();
    leave();
    board.add({ kind: 'online' });
    expect([told, board.notices.length]).toEqual([2, 1]);
  });

  test('what the server keeps is put up once, and read when it was seen elsewhere', () => {
    const board = new NoticeBoard();
    const place = { device: 'Safari on iPhone', ip: '192.0.2.1' };
    board.addOnce({ kind: 'new_device', key: '1', ...place }, 1);
    board.addOnce({ kind: 'reuse_detected', key: '2', ...place }, 2);
    board.read((notice) => 'key' in notice && notice.key === '1');
    board.addOnce({ kind: 'new_device', key: '1', ...place }, 1);
    expect(board.notices).toMatchObject([
      { key: '2', isRead: false },
      { key: '1', isRead: true },
    ]);
  });
});
