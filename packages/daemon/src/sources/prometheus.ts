import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { durationText, spanOf } from '../web/duration-text.ts';
import { authorization, authorizationOptions, checkAuthorization } from './authorization.ts';
import { checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { naming } from './naming.ts';
import { askCount } from './prometheus/ask-count.ts';
import { askLatency } from './prometheus/ask-latency.ts';
import { askCheck, askGauge } from './prometheus/ask-level.ts';
import { askRate } from './prometheus/ask-rate.ts';
import { knownCounters } from './prometheus/is-known.ts';
import type { PromQuestion } from './prometheus/prom-question.ts';
import { prometheusApi } from './prometheus/prometheus-api.ts';
import { prometheusProbe } from './prometheus/prometheus-probe.ts';
import { countQuery, latencyQuery, levelQuery, rateQuery } from './prometheus/prometheus-queries.ts';
import { askProvider, providerOptions } from './provider.ts';

const prometheusOptions = z
  .strictObject({
    url: z.string().min(1).meta({ description: 'Where Prometheus answers: https://prometheus.example.com' }),
    ...authorizationOptions,
    ...providerOptions,
    delay: durationText.default('10s').meta({
      description:
        'How long a sample may take to be there: the scrape timeout, longer with remote write. Queries ask about this much before now; 10s when left out.',
    }),
    'stale-after': durationText.optional().meta({
      description:
        'A level whose newest sample is older is absent. Without it Prometheus decides: 5m, or at once when the target is gone.',
    }),
    partial: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether an answer is good in which some stores had no part; false when left out.' }),
  })
  .superRefine(checkAuthorization);
type PrometheusOptions = z.infer<typeof prometheusOptions>;

const usualEvery = seconds(15);

export const prometheus = defineSourceKind({
  type: 'prometheus',
  summary: 'Asks Prometheus, or what speaks its API: Thanos, Mimir, Cortex, VictoriaMetrics. It knows the past too.',
  options: prometheusOptions,
  measures: {
    rate: { query: rateQuery, unit: 'fraction', summary: 'Increase of the bad counters out of the increase of all.' },
    latency: { query: latencyQuery, unit: 's', summary: 'Increase of the buckets of a histogram, classic or native.' },
    count: { query: countQuery, summary: 'Increase of counters.' },
    gauge: { query: levelQuery, summary: 'The value of any PromQL.' },
    check: { query: levelQuery, summary: 'PromQL that gives 1 for yes and 0 for no.' },
  },
  open: (options, tools) =>
    checkedSource(tools.name, prometheusOptions, options, (checked) => openPrometheus(checked, tools)),
});

function openPrometheus(options: PrometheusOptions, { name, outbound, clock }: SourceTools): Source {
  const { url, partial } = options;
  const ask = askProvider(options, outbound);
  const api = prometheusApi({ url, headers: authorization(options), partial, ask });
  const known = knownCounters(api, clock);
  const stale = options['stale-after'];

  const asking = (question: PromQuestion, every = usualEvery): Probe =>
    naming(
      name,
      prometheusProbe(question, {
        api,
        clock,
        known,
        delay: spanOf(options.delay),
        ...(stale === undefined ? {} : { staleAfter: spanOf(stale) }),
        every,
      }),
    );

  return {
    probe({ measure, query, every, worse = 'higher' }: Question) {
      switch (measure) {
        case 'rate':
          return checkedProbe(name, rateQuery, query, (rate) => asking(askRate(rate), every));
        case 'latency':
          return checkedProbe(name, latencyQuery, query, (latency) => asking(askLatency(latency), every));
        case 'count':
          return checkedProbe(name, countQuery, query, (count) => asking(askCount(count), every));
        case 'gauge':
          return checkedProbe(name, levelQuery, query, (gauge) => asking(askGauge(gauge, worse), every));
        case 'check':
          return checkedProbe(name, levelQuery, query, (check) => asking(askCheck(check), every));
      }
    },
    close: async () => {},
  };
}
