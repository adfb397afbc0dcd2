import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue, groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import type { Context } from './context.ts';
import { openSources } from './open-sources.ts';

/** Counters say something only the second time they are looked at. */
const between = seconds(2);

export interface Looked {
  readonly environment: string;
  readonly criterion: string;
  readonly reading: Reading;
}

/** One reading of every criterion, as the daemon would take it: what cannot be read is told before it matters. */
export async function checkOnline(plan: Plan, planFile: string, context: Context): Promise<readonly Looked[]> {
  const { clock } = context;
  const sources = openSources(plan, planFile, context);
  try {
    const asked = Object.values(plan.environments).flatMap(({ name, watch }) =>
      watch.criteria.map((criterion) => ({ environment: name, criterion })),
    );
    return await Promise.all(
      asked.map(async ({ environment, criterion }) => {
        const probe = sources.probeOf(criterion);
        const read = () => probe.observe(clock.timeout(criterion.timeout));
        const first = await read();
        if (first.type !== 'absent') return { environment, criterion: criterion.name, reading: first };
        await clock.sleep(between);
        return { environment, criterion: criterion.name, reading: await read() };
      }),
    );
  } finally {
    await sources.close();
  }
}

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
