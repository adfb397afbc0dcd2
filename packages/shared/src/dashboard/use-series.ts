import { useEffect, useRef, useState } from 'preact/hooks';
import type { SeriesView } from '../api/views.ts';
import type { Client } from '../client/client.ts';
import { failureText } from '../client/result.ts';
import { between, millis, rfc3339, seconds } from '../vocabulary/time.ts';
import type { Range } from './time-axis.ts';

export interface SeriesOrder {
  readonly client: Client;
  readonly deployment: string;
  readonly criterion: string;
  readonly range: Range;
  /** A new one means new readings. */
  readonly revision: number;
  /** Nothing is asked for what nobody sees. */
  readonly seen: boolean;
}

export type Series =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly series: SeriesView }
  | { readonly state: 'failed'; readonly because: string };

const points = 240;

/** The readings of one criterion, kept up to date while they are seen. */
export function useSeries({ client, deployment, criterion, range, revision, seen }: SeriesOrder): Series {
  const [series, setSeries] = useState<Series>({ state: 'loading' });
  const newest = useRef(revision);
  newest.current = revision;
  const { from, until } = range;
  useEffect(() => {
    if (!seen) return;
    const ending = new AbortController();
    const { signal } = ending;
    // A point of a whole day spans six minutes: a new reading does not move it every second.
    const every = millis(Math.min(seconds(30), Math.max(seconds(2), between(from, until) / points / 4)));
    let timer: ReturnType<typeof setTimeout>;
    let shown: number | undefined;
    const look = async () => {
      if (shown !== newest.current) {
        shown = newest.current;
        const asked = { deployment, criterion, from: rfc3339(from), to: rfc3339(until), points };
        const answer = await client.series(asked, { signal });
        if (signal.aborted) return;
        if (answer.ok) setSeries({ state: 'loaded', series: answer.value });
        else {
          shown = undefined;
          const because = failureText(answer.failure);
          setSeries((before) => (before.state === 'loaded' ? before : { state: 'failed', because }));
        }
      }
      timer = setTimeout(() => void look(), every);
    };
    void look();
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [client, deployment, criterion, from, until, seen]);
  return series;
}
