import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { brokenProbe, checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { durationText, spanOf } from './duration-text.ts';
import { askCount } from './metrics/ask-count.ts';
import { askGauge } from './metrics/ask-gauge.ts';
import { askLatency } from './metrics/ask-latency.ts';
import { askRate } from './metrics/ask-rate.ts';
import type { MetricsPage } from './metrics/metrics-page.ts';
import { countQuery, gaugeQuery, latencyQuery, rateQuery } from './metrics/metrics-queries.ts';
import type { PageQuestion } from './metrics/page-question.ts';
import { Scraper } from './metrics/scraper.ts';
import { naming } from './naming.ts';

const metricsOptions = z.strictObject({
  url: z.string().min(1).meta({ description: "The application's metrics page: https://shop.example.com/metrics" }),
  headers: z
    .record(z.string().min(1), z.string())
    .optional()
    .meta({ description: 'Sent with every scrape, for instance an authorization.' }),
  timeout: durationText.default('5s').meta({ description: 'The whole scrape; 5s when left out.' }),
});

export const metrics = defineSourceKind({
  type: 'metrics',
  summary: "Scrapes an application's own metrics page (Prometheus text or OpenMetrics); no Prometheus needed.",
  options: metricsOptions,
  measures: {
    rate: { query: rateQuery, unit: 'fraction', summary: 'Increase of the bad counters out of the increase of all.' },
    latency: { query: latencyQuery, unit: 's', summary: 'Increase of the buckets of a classic histogram.' },
    count: { query: countQuery, summary: 'Increase of counters.' },
    gauge: { query: gaugeQuery, summary: 'The value of one series, or the sum, max or min of several.' },
  },
  open: (options, tools) =>
    checkedSource(tools.name, metricsOptions, options, (checked) => openMetrics(checked, tools)),
});

function openMetrics(options: z.infer<typeof metricsOptions>, { name, outbound, clock }: SourceTools): Source {
  const scraper = new Scraper({
    url: options.url,
    headers: options.headers ?? {},
    timeout: spanOf(options.timeout),
    outbound,
    clock,
  });

  const asking = (question: PageQuestion): Probe => {
    for (const wanted of question.names) scraper.want(wanted);
    let seen: MetricsPage | undefined;
    return naming(name, {
      async observe(signal): Promise<Reading> {
        const scrape = await scraper.page(signal, seen);
        if (scrape.type === 'failed') return { type: 'error', because: scrape.because };
        seen = scrape.page;
        return question.answer(scrape.page);
      },
    });
  };

  return {
    probe({ measure, query }: Question) {
      switch (measure) {
        case 'rate':
          return checkedProbe(name, rateQuery, query, (rate) => asking(askRate(rate)));
        case 'latency':
          return checkedProbe(name, latencyQuery, query, (latency) => asking(askLatency(latency)));
        case 'count':
          return checkedProbe(name, countQuery, query, (count) => asking(askCount(count)));
        case 'gauge':
          return checkedProbe(name, gaugeQuery, query, (gauge) => asking(askGauge(gauge)));
        case 'check':
          return brokenProbe(`${name}: a metrics source has no check; it has rate, latency, count and gauge`);
      }
    },
    close: async () => scraper.close(),
  };
}
