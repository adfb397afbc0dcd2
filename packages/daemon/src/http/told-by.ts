import type { SeriesView } from '@daywatch/shared/api/views.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';

type Told = SeriesView['told'][number];

const shown = 6;

/** What the source said of bad readings, and why it could not read: each sentence once, the newest first. */
export function toldBy(observations: readonly Observation[]): Told[] {
  const told = new Map<string, Told>();
  for (const { at, reading } of observations) {
    const said = saidOf(reading);
    if (said === undefined) continue;
    const before = told.get(said.because);
    // Set anew at the end: the order of a map is that of its first settings.
    told.delete(said.because);
    told.set(said.because, { ...said, at: rfc3339(at), times: (before?.times ?? 0) + 1 });
  }
  return [...told.values()].reverse().slice(0, shown);
}

function saidOf(reading: Reading): Pick<Told, 'type' | 'because'> | undefined {
  switch (reading.type) {
    case 'absent':
    case 'error':
      return { type: reading.type, because: reading.because };
    case 'rate':
      return reading.bad > 0 ? seen(reading) : undefined;
    case 'count':
      return reading.count > 0 ? seen(reading) : undefined;
    case 'check':
      return reading.ok ? undefined : seen(reading);
    case 'gauge':
      return seen(reading);
    case 'latency':
    case 'histogram':
      return undefined;
  }
}

const seen = ({ because }: { readonly because?: string }) =>
  because === undefined ? undefined : ({ type: 'seen', because } as const);
