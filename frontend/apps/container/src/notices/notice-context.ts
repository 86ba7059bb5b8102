import { createContext, useContext, useSyncExternalStore } from 'react';
import { type Notice, NoticeBoard } from './notice-board.ts';

export const NoticeContext = createContext(new NoticeBoard());

export function useNoticeBoard(): NoticeBoard {
  return useContext(NoticeContext);
}

export function useNotices(): readonly Notice[] {
  const board = useNoticeBoard();
  return useSyncExternalStore(
    (changed) => board.subscribe(changed),
    () => board.notices,
  );
}
