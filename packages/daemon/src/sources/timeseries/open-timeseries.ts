import { formatDuration, type Millis, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type * as z from 'zod';
import type { MeasureKind, SourceTools } from '../../ports/kind.ts';
import type { Probe, Question, Source } from '../../ports/source.ts';
import { durationText, spanOf } from '../../web/duration-text.ts';
import { brokenProbe, checkedProbe } from '../checked-probe.ts';
import { naming } from '../naming.ts';
import { providerOptions } from '../provider.ts';
import type { TimeSeriesProvider } from './timeseries.ts';
import { timeseriesProbe } from './timeseries-probe.ts';
import { timeseriesQueries, withPolicies } from './timeseries-queries.ts';
import { askedCount, askedGauge, askedRate, type TimeSeriesQuestion } from './timeseries-question.ts';

/** Options that every hosted provider of time series has. */
export const timeseriesOptions = (usual: { readonly delay: string }) => ({
  ...providerOptions,
  delay: durationText.default(usual.delay).meta({
    description: `How long a point may take to be there and whole; what is younger is not asked for. ${usual.delay} when left out.`,
  }),
  'stale-after': durationText
    .default('5m')
    .meta({ description: 'A level whose newest point is older is absent; 5m when left out.' }),
});

const usualEvery = seconds(15);

/** The measures that time series have. Percentiles that a provider has computed are levels: a limit can be put on them. */
export function timeseriesMeasures<Query>(query: z.ZodType<Query>, countable?: z.ZodType<Query>) {
  const queries = timeseriesQueries(query, countable);
  return {
    rate: { query: queries.rate, unit: 'fraction', summary: 'Bad events out of all, both counted by the provider.' },
    count: { query: queries.count, summary: 'Events, counted by the provider.' },
    gauge: {
      query: queries.gauge,
      summary: 'The newest value of a series; also a percentile that the provider knows.',
    },
  } as const satisfies Record<string, MeasureKind>;
}

export function openTimeseries<Query>(
  opened: {
    readonly type: string;
    readonly query: z.ZodType<Query>;
    /** Those that can be added up, where that is not all of them. */
    readonly countable?: z.ZodType<Query>;
    readonly provider: TimeSeriesProvider<Query>;
    readonly options: { readonly delay: string; readonly 'stale-after': string };
    /** The shortest interval that the provider counts in. */
    readonly resolution?: Millis;
  },
  { name, clock }: Pick<SourceTools, 'name' | 'clock'>,
): Source {
  const { type, provider, options, resolution = seconds(1) } = opened;
  const queries = timeseriesQueries(opened.query, opened.countable);
  const { words } = provider;

  const asking = (question: TimeSeriesQuestion<Query>, every: Millis): Probe => {
    if (question.adds && every % resolution !== 0)
      return brokenProbe(
        `${name}: every ${formatDuration(every)} is asked for, and ${type} counts in intervals of ${formatDuration(resolution)}; write every: ${formatDuration(millis(Math.ceil(every / resolution) * resolution))} at the criterion`,
      );
    const step = millis(Math.ceil(every / resolution) * resolution);
    const delay = spanOf(options.delay);
    return naming(
      name,
      timeseriesProbe(question, { provider, clock, delay, staleAfter: spanOf(options['stale-after']), step }),
    );
  };

  return {
    probe({ measure, query, every = usualEvery > resolution ? usualEvery : resolution, worse = 'higher' }: Question) {
      switch (measure) {
        case 'rate':
          return checkedProbe(name, queries.rate, query, ({ bad, of }) =>
            asking(askedRate(withPolicies(bad), withPolicies(of), words), every),
          );
        case 'count':
          return checkedProbe(name, queries.count, query, (count) =>
            asking(askedCount(withPolicies(count), words), every),
          );
        case 'gauge':
          return checkedProbe(name, queries.gauge, query, (gauge) =>
            asking(askedGauge(withPolicies(gauge), worse, words), every),
          );
        case 'latency':
        case 'check':
          return brokenProbe(`${name}: a source of type ${type} has no ${measure}; it has rate, count and gauge`);
      }
    },
    close: async () => {},
  };
}
