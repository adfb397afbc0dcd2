import { type Millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Exchange } from '../../ports/outbound.ts';
import { excerpt } from '../../web/excerpt.ts';
import type { Ask } from '../provider.ts';
import { ExpositionError } from './exposition.ts';
import { MetricsPage } from './metrics-page.ts';
import { parseExposition } from './parse-exposition.ts';
import { parseProtobuf } from './protobuf/parse-protobuf.ts';

export type Scrape =
  | { readonly type: 'scraped'; readonly page: MetricsPage }
  | { readonly type: 'failed'; readonly because: string };

interface Flight {
  readonly scrape: Promise<Scrape>;
  readonly controller: AbortController;
  waiting: number;
}
type Answer = Extract<Exchange, { type: 'answered' }>;

/** A third of the usual 15 s between two readings. */
const reuseFor: Millis = seconds(5);
const accepted = {
  text: 'text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.8, */*;q=0.1',
  protobuf:
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited, text/plain;version=0.0.4;q=0.8, application/openmetrics-text;version=1.0.0;q=0.7, */*;q=0.1',
} as const;

export interface ScraperOptions {
  readonly url: string;
  readonly ask: Ask;
  readonly clock: Pick<Clock, 'elapsed' | 'now'>;
  /** Which is asked for; when left out text, until somebody lacks protobuf. */
  readonly format?: keyof typeof accepted;
}

/** One page for all criteria that ask at about the same time: requests under way are shared, fresh pages used again. */
export class Scraper {
  private readonly options: ScraperOptions;
  private readonly names = new Set(['process_start_time_seconds']);
  private latest: { readonly page: MetricsPage; readonly at: Millis } | undefined;
  private flight: Flight | undefined;
  private closed = false;
  private format: keyof typeof accepted;

  constructor(options: ScraperOptions) {
    this.options = options;
    this.format = options.format ?? 'text';
  }

  /** Pages are asked for in protobuf from now on; false when they are already, or never may be. */
  wantProtobuf(): boolean {
    if (this.format === 'protobuf' || this.options.format === 'text') return false;
    this.format = 'protobuf';
    this.latest = undefined;
    this.flight = undefined;
    return true;
  }

  /** Metrics with this name are read from now on. */
  want(name: string): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    this.latest = undefined;
  }

  /** A page other than `seen`, which the caller had before: growth between a page and itself would be no growth. */
  async page(signal: AbortSignal, seen: MetricsPage | undefined): Promise<Scrape> {
    if (this.closed) return { type: 'failed', because: 'the source is closed' };
    const { latest } = this;
    if (latest !== undefined && latest.page !== seen && this.options.clock.elapsed() - latest.at <= reuseFor)
      return { type: 'scraped', page: latest.page };
    const flight = this.flight ?? this.takeOff();
    flight.waiting++;
    const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<Scrape>();
    const onAbort = () => giveUp({ type: 'failed', because: `${this.address}: given up before the page came` });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      return await Promise.race([flight.scrape, givenUp]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      flight.waiting--;
      if (flight.waiting === 0) this.land(flight);
    }
  }

  close(): void {
    this.closed = true;
    this.flight?.controller.abort();
  }

  private takeOff(): Flight {
    const controller = new AbortController();
    const flight: Flight = { scrape: this.scrape(controller.signal), controller, waiting: 0 };
    this.flight = flight;
    return flight;
  }

  /** Nobody waits any more: a request still under way is of no use. */
  private land(flight: Flight): void {
    if (this.flight === flight) this.flight = undefined;
    flight.controller.abort();
  }

  private async scrape(signal: AbortSignal): Promise<Scrape> {
    const { url, ask, clock } = this.options;
    const { format } = this;
    const exchange = await ask({ url, headers: { accept: accepted[format] }, bytes: true }, signal);
    if (exchange.type === 'failed') return exchange;
    const scrape = this.read(exchange);
    if (scrape.type === 'scraped' && format === this.format) this.latest = { page: scrape.page, at: clock.elapsed() };
    return scrape;
  }

  private read({ status, headers, body, bytes }: Answer): Scrape {
    const failed = (words: string): Scrape => ({ type: 'failed', because: `${this.address} ${words}` });
    if (status !== 200) return failed(`answered ${status} "${excerpt(body)}", expected 200`);
    const type = headers['content-type'] ?? '';
    try {
      const wanted = this.names;
      const exposition =
        bytes !== undefined && type.startsWith('application/vnd.google.protobuf')
          ? parseProtobuf(bytes, { wanted })
          : parseExposition(body, {
              format: type.startsWith('application/openmetrics-text') ? 'openmetrics' : 'text',
              wanted,
            });
      return exposition.series === 0
        ? failed(`answered a page without series (${body.length} characters)`)
        : { type: 'scraped', page: new MetricsPage(exposition, this.options.clock.now()) };
    } catch (error) {
      if (error instanceof ExpositionError) return failed(`answered a page that breaks its format, ${error.message}`);
      throw error;
    }
  }

  /** Without user, password and query, which may be secret. */
  get address(): string {
    const url = URL.parse(this.options.url);
    return url === null ? 'the metrics page' : `GET ${url.origin}${url.pathname}`;
  }
}
