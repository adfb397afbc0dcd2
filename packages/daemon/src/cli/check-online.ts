import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue, groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import { footingOf } from '../monitor/baseline-footing.ts';
import { lookAhead } from '../replay/outlook.ts';
import { atRecordedPace } from '../replay/recorded-pace.ts';
import { endOf } from '../replay/recording.ts';
import type { Series } from '../replay/series.ts';
import { readCheckHistory } from './check-online-history.ts';
import type { Checked } from './check-online-lines.ts';
import type { CommonOptions, Context } from './context.ts';
import { type OpenSources, openSources } from './open-sources.ts';
import { showProgress } from './replay-progress.ts';
import { choose, ofLength } from './replay-watch-plan.ts';

/** Counters say something only the second time they are looked at. */
const between = seconds(2);

export interface Looked {
  readonly environment: string;
  readonly criterion: string;
  readonly reading: Reading;
}

/**
 * Every criterion read once as the daemon would, and what its past says of the next deploy: what cannot be read, or would
 * cry wolf, or could not be certified, is told before it matters.
 */
export async function checkOnline(
  { plan, file, text }: { readonly plan: Plan; readonly file: string; readonly text: string },
  common: CommonOptions,
  context: Context,
): Promise<readonly Checked[]> {
  const sources = openSources(plan, file, context);
  try {
    const checked: Checked[] = [];
    for (const environment of Object.values(plan.environments)) {
      const { criteria } = environment.watch;
      const now = context.clock.now();
      const history = await readCheckHistory(environment, { common, sources, context, now });
      const looked = await Promise.all(
        criteria.map(async (criterion): Promise<Looked> => {
          const reading = await readOnce(criterion, sources, context);
          const recorded = reading.type === 'absent' ? lastRecorded(criterion, history.series, now) : undefined;
          return { environment: environment.name, criterion: criterion.name, reading: recorded ?? reading };
        }),
      );
      const chosen = choose({ environment: environment.name }, plan, text);
      const watch = {
        ...chosen.watch,
        criteria: atRecordedPace(criteria, [...history.series.values()].flat(), {
          written: chosen.paced,
          watch: chosen.watch.settings.for,
        }),
      };
      const outlook = lookAhead({
        watch,
        series: history.series,
        now,
        leaveOut: history.leaveOut,
        ofLength: (length) => ({ ...watch, settings: ofLength(watch.settings, length) }),
        onDone: showProgress(context),
      });
      checked.push({
        environment: environment.name,
        criteria,
        looked,
        from: history.from,
        rungs: rungsOf(criteria, history.series, now),
        ...(outlook && { outlook }),
      });
    }
    return checked;
  } finally {
    await sources.close();
  }
}

/** Asked a second time when nothing is there: counters say something only then. */
export async function readOnce(criterion: Criterion, sources: OpenSources, { clock }: Context): Promise<Reading> {
  const probe = sources.probeOf(criterion);
  const read = () => probe.observe(clock.timeout(criterion.timeout));
  const first = await read();
  if (first.type !== 'absent') return first;
  await clock.sleep(between);
  return await read();
}

/** Of what is pushed or counted only the daemon knows the last: it counts while it is not older than two intervals. */
function lastRecorded({ name, every }: Criterion, series: Series, now: Instant): Reading | undefined {
  const last = series.get(name)?.at(-1);
  return last !== undefined && endOf(last) >= now - 2 * every && !isBlind(last.reading) ? last.reading : undefined;
}

/** What each criterion would be compared with if the deploy were now. */
const rungsOf = (criteria: readonly Criterion[], series: Series, until: Instant) =>
  new Map(
    criteria.map((criterion) => {
      const readings = series.get(criterion.name) ?? [];
      const facts = { criterion, readings, until, question: '', leftOut: [], fromSource: 0 };
      return [criterion.name, footingOf(facts).rung] as const;
    }),
  );

export const isBlind = ({ type }: Reading): boolean => type === 'error' || type === 'absent';

/** A reading in a few words: `12 of 480`, `41 ms`, or why there is none. */
export function readingInWords(reading: Reading, { unit }: Pick<Criterion, 'unit'>): string {
  switch (reading.type) {
    case 'rate':
      return `${groupThousands(reading.bad)} of ${groupThousands(reading.total)}`;
    case 'latency':
      return reading.values.map((value) => formatValue(value, unit)).join(', ') || 'no requests';
    case 'histogram':
      return `${groupThousands(reading.counts.reduce((sum, count) => sum + count, 0))} requests`;
    case 'count':
      return groupThousands(reading.count);
    case 'gauge':
      return formatValue(reading.value, unit);
    case 'check':
      return reading.ok ? 'holds' : `does not hold: ${reading.because ?? 'no reason given'}`;
    case 'absent':
      return `nothing there: ${reading.because}`;
    case 'error':
      return reading.because;
  }
}
