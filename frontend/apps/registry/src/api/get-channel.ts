import { getClient, ProblemError } from '@intarsia/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { channelKey, type Release } from './registry.ts';

export interface Live {
  /** Undefined before the channel's first release. */
  release: Release | undefined;
  etag: string | undefined;
}

async function fetchLive(channel: string, signal: AbortSignal): Promise<Live> {
  try {
    const options = { params: { channel }, signal };
    const answer = await getClient().http.request('get', '/api/registry/channels/{channel}', options);
    return { release: answer.data, etag: answer.etag };
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return { release: undefined, etag: undefined };
    throw error;
  }
}

/** What is live on a channel with the ETag that a change of it must carry; always asked anew. */
export function useChannel(channel: string) {
  return useQuery(
    queryOptions({
      queryKey: [channelKey, channel],
      queryFn: ({ signal }) => fetchLive(channel, signal),
      staleTime: 0,
      gcTime: 0,
      refetchOnWindowFocus: false,
    }),
  );
}
