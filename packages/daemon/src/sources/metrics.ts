import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { durationText } from '../web/duration-text.ts';
import { brokenProbe, checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { askCount } from './metrics/ask-count.ts';
import { askGauge, foldOf } from './metrics/ask-gauge.ts';
import { askLatency } from './metrics/ask-latency.ts';
import { askRate } from './metrics/ask-rate.ts';
import { type GaugeFold, mergeInstances } from './metrics/merge-instances.ts';
import type { MetricsPage } from './metrics/metrics-page.ts';
import { countQuery, gaugeQuery, latencyQuery, rateQuery } from './metrics/metrics-queries.ts';
import type { PageQuestion } from './metrics/page-question.ts';
import { Scraper } from './metrics/scraper.ts';
import { naming } from './naming.ts';
import { askService, providerOptions } from './provider.ts';

const metricsOptions = z
  .strictObject({
    url: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "The application's metrics page: https://shop.example.com/metrics" }),
    urls: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'Instead of url: the pages of all instances of the service, whose counts are added.' }),
    'at-least': z
      .int()
      .positive()
      .optional()
      .meta({ description: 'How many of the urls must answer for a reading; all of them when left out.' }),
    format: z.enum(['text', 'protobuf']).optional().meta({
      description:
        'text: native histograms stay unseen. protobuf: they are read before classic ones. When left out: text, and protobuf where a histogram shows in no other way.',
    }),
    ...providerOptions,
    timeout: durationText.default('5s').meta({ description: 'The whole scrape; 5s when left out.' }),
  })
  .superRefine(({ url, urls, 'at-least': atLeast }, context) => {
    const issue = (path: string, message: string, hint: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { hint } });
    if ((url === undefined) === (urls === undefined))
      issue('url', 'either url or urls', 'Write url for one page, urls for those of several instances.');
    if (urls !== undefined && new Set(urls).size < urls.length)
      issue('urls', 'an instance stands twice', 'Its counts would be added twice.');
    if (atLeast !== undefined && atLeast > (urls?.length ?? 1))
      issue(
        'at-least',
        `${atLeast} of ${urls?.length ?? 1} can never answer`,
        'Write at most how many urls there are.',
      );
  });

export const metrics = defineSourceKind({
  type: 'metrics',
  summary: "Scrapes an application's own metrics page (Prometheus text, OpenMetrics, protobuf); no Prometheus needed.",
  options: metricsOptions,
  measures: {
    rate: { query: rateQuery, unit: 'fraction', summary: 'Increase of the bad counters out of the increase of all.' },
    latency: { query: latencyQuery, unit: 's', summary: 'Increase of the buckets of a histogram, classic or native.' },
    count: { query: countQuery, summary: 'Increase of counters.' },
    gauge: { query: gaugeQuery, summary: 'The value of one series, or the sum, max or min of several.' },
  },
  open: (options, tools) =>
    checkedSource(tools.name, metricsOptions, options, (checked) => openMetrics(checked, tools)),
});

function openMetrics(options: z.infer<typeof metricsOptions>, { name, outbound, clock }: SourceTools): Source {
  const { url, urls = url === undefined ? [] : [url], 'at-least': atLeast = urls.length, format } = options;
  const ask = askService(options, outbound);
  const scrapers = urls.map((address) => new Scraper({ url: address, ask, clock, ...(format && { format }) }));
  const first = format === 'protobuf' ? 'native' : 'classic';

  /** Each instance is asked by itself: what counters grew by is known of each alone. */
  const asking = (
    make: () => PageQuestion,
    { fold = 'sum', every }: { readonly fold?: GaugeFold; readonly every?: Millis | undefined } = {},
  ): Probe => {
    const instances = scrapers.map((scraper) => ({ scraper, read: instanceReader(scraper, make()) }));
    return naming(name, {
      async observe(signal): Promise<Reading> {
        const readings = await Promise.all(
          instances.map(async ({ scraper, read }) => ({ instance: scraper.address, reading: await read(signal) })),
        );
        return mergeInstances(readings, { atLeast, fold, every });
      },
    });
  };

  return {
    probe({ measure, query, every }: Question) {
      switch (measure) {
        case 'rate':
          return checkedProbe(name, rateQuery, query, (rate) => asking(() => askRate(rate)));
        case 'latency':
          return checkedProbe(name, latencyQuery, query, (latency) => asking(() => askLatency(latency, first)));
        case 'count':
          return checkedProbe(name, countQuery, query, (count) => asking(() => askCount(count, every), { every }));
        case 'gauge':
          return checkedProbe(name, gaugeQuery, query, (gauge) => asking(() => askGauge(gauge), foldOf(gauge)));
        case 'check':
          return brokenProbe(`${name}: a metrics source has no check; it has rate, latency, count and gauge`);
      }
    },
    async close() {
      for (const scraper of scrapers) scraper.close();
    },
  };
}

function instanceReader(scraper: Scraper, question: PageQuestion): (signal: AbortSignal) => Promise<Reading> {
  for (const wanted of question.names) scraper.want(wanted);
  let seen: MetricsPage | undefined;
  return async (signal) => {
    let scrape = await scraper.page(signal, seen);
    if (scrape.type === 'scraped' && question.lacksProtobuf?.(scrape.page) === true && scraper.wantProtobuf())
      scrape = await scraper.page(signal, seen);
    if (scrape.type === 'failed') return { type: 'error', because: scrape.because };
    seen = scrape.page;
    return question.answer(scrape.page);
  };
}
