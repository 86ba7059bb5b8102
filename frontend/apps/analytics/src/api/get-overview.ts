import { type ApiAnswer, getClient } from '@intarsia/client';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { daysOf, type Selection } from '../state/selection.ts';

export type Overview = ApiAnswer<'get', '/api/analytics'>;
export type Card = Overview['cards'][number];
export type Chart = Overview['line'];

function fetchOverview(selection: Selection, signal: AbortSignal): Promise<Overview> {
  const { interval, by } = selection;
  const query = { ...daysOf(selection, new Date()), interval, by: by || undefined };
  return getClient()
    .http.request('get', '/api/analytics', { query, signal })
    .then(({ data }) => data);
}

function overviewQuery(selection: Selection) {
  return queryOptions({
    queryKey: ['analytics', 'overview', selection],
    queryFn: ({ signal }) => fetchOverview(selection, signal),
    // The old numbers stay while the next ones come: no jump of the layout.
    placeholderData: keepPreviousData,
  });
}

/** Cards and charts, counted by the server from recorded events. */
export function useOverview(selection: Selection) {
  return useQuery(overviewQuery(selection));
}
