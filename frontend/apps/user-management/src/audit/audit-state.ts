import { type ListBase, type ListState, listCodec } from '@intarsia/table';
import type { AuditFilter } from '../api/list-audit.ts';
import type { People } from '../api/people.ts';

/** As typed: names stand for ids, days for moments. */
export interface Filters {
  actor: string;
  action: string;
  target: string;
  since: string;
  until: string;
}

export type AuditListState = ListState<Filters>;

export const noFilters: Filters = { actor: '', action: '', target: '', since: '', until: '' };

export const auditState = listCodec<Filters>({
  sortable: ['at', 'id'],
  defaultSort: '-id',
  filters: { actor: 'any', action: 'any', target: 'any', since: 'any', until: 'any' },
});

/** What the server is asked: people by id, both days whole. */
export function toFilter(typed: ListBase & Filters, { idOf, users }: People): AuditFilter {
  const target = idOf(typed.target);
  const isPerson = users.some(({ id }) => id === target);
  return {
    actor: idOf(typed.actor),
    action: typed.action.trim(),
    target: isPerson ? `user:${target}` : target,
    since: startOf(typed.since, 0),
    until: startOf(typed.until, 1),
  };
}

/** Midnight where the browser is, `later` days after the one that was typed. */
function startOf(day: string, later: number): string | undefined {
  const [year = Number.NaN, month = Number.NaN, date = Number.NaN] = day.split('-').map(Number);
  const moment = new Date(year, month - 1, date + later);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
