import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, type Millis, millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import {
  absent,
  always,
  check,
  count,
  criterion,
  deployedAt,
  error,
  gauge,
  latency,
  random,
  rate,
  type Story,
  tell,
} from '../scenario.fixture.ts';

/** Every state of every measure, as it comes up in a watch: what the page of sentences is made of. */
export interface SentenceCase {
  readonly situation: string;
  readonly of: Partial<Criterion> & Pick<Criterion, 'measure'>;
  readonly before?: Story;
  readonly baseline?: Millis;
  readonly after: Story;
  /** When it is looked at; `failing`: as soon as it fails; `suspicious`: as soon as it would, if it were alone. */
  readonly at: Millis | 'failing' | 'suspicious';
  readonly watch?: Millis;
  readonly silenced?: boolean;
  /** A reading with a stamp of two hours later. */
  readonly early?: Reading;
  /** How many quiet criteria share the promise with it. */
  readonly sharers?: number;
}

const tick = seconds(15);
const tickOf = (span: Millis): number => Math.floor(span / tick);

const from =
  (span: Millis, before: Story, after: Story): Story =>
  (t) =>
    t < tickOf(span) ? before(t) : after(t);

/** The same chance for the same tick, whoever asks and however often. */
const chances = (t: number) => random(0x5eed + t);

/** A draw from Poisson's law: Knuth's way, which is quick for small means. */
function poisson(mean: number, next: () => number): number {
  const none = Math.exp(-mean);
  let n = 0;
  for (let left = next(); left > none; left *= next()) n += 1;
  return n;
}

const errors =
  (share: number, total: number, because?: string): Story =>
  (t) => {
    const bad = Math.min(total, poisson(share * total, chances(t)));
    return because === undefined || bad === 0 ? rate(bad, total) : { type: 'rate', bad, total, because };
  };

const requestTimes =
  (level: number, requests = 10): Story =>
  (t) => {
    const next = chances(t);
    return latency(...Array.from({ length: requests }, () => level * (0.6 - 0.35 * Math.log(1 - next()))));
  };

const bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5];
const buckets =
  (level: number, requests = 40): Story =>
  (t) => {
    const next = chances(t);
    const counts = [...bounds, Number.POSITIVE_INFINITY].map(() => 0);
    for (let i = 0; i < requests; i++) {
      const time = level * (0.6 - 0.35 * Math.log(1 - next()));
      const at = bounds.findIndex((bound) => time <= bound);
      counts[at < 0 ? bounds.length : at] = (counts[at < 0 ? bounds.length : at] ?? 0) + 1;
    }
    return { type: 'histogram', bounds, counts };
  };

const events =
  (anHour: number, because?: string): Story =>
  (t) => {
    const n = poisson((anHour * tick) / hours(1), chances(t));
    return because === undefined || n === 0 ? count(n) : { type: 'count', count: n, because };
  };

const level =
  (usual: number, because?: string): Story =>
  (t) => {
    const value = Math.round(usual * (0.8 + 0.4 * chances(t)()));
    return because === undefined ? gauge(value) : { type: 'gauge', value, because };
  };

const looks =
  (share: number, because = 'GET /healthz answered 503, expected 200'): Story =>
  (t) =>
    chances(t)() < share ? { type: 'check', ok: false, because } : check(true);

const never: Story = () => undefined;
const read = (reading: Reading) => always(reading);

const errorRate = { measure: 'rate', title: 'API error rate' } as const;
const checkout = { measure: 'latency', title: 'POST /checkout p95', severity: 'blocking', unit: 's' } as const;
const jobs = { measure: 'count', title: 'Failed jobs' } as const;
const pool = { measure: 'gauge', title: 'Connections in use' } as const;
const stock = { measure: 'gauge', title: 'Workers alive', worse: 'lower' } as const;
const health = { measure: 'check', title: 'The shop answers' } as const;
const orphans = {
  measure: 'check',
  title: 'No order without a customer',
  integrity: true,
  strict: true,
  limit: 0,
} as const;

export const sentenceCases: Readonly<Record<string, readonly SentenceCase[]>> = {
  'A rate': [
    {
      situation: 'worse than its baseline since the deploy',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 500),
      after: errors(0.006, 500),
      at: 'failing',
    },
    {
      situation: 'worse than its baseline from 23:00 on, with an example',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 500),
      after: from(hours(1), errors(0.002, 500), errors(0.04, 500, 'POST /orders 500: deadlock detected')),
      at: 'failing',
    },
    {
      situation: 'the same, three hours later',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 500),
      after: from(hours(1), errors(0.002, 500), errors(0.04, 500)),
      at: hours(4),
    },
    { situation: 'over its limit', of: { ...errorRate, limit: 0.01 }, after: errors(0.04, 500), at: 'failing' },
    {
      situation: 'errors where there were none',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0, 500),
      after: errors(0.004, 500),
      at: 'failing',
    },
    {
      situation: 'against the same hour of a week',
      of: { ...errorRate, tolerance: 0.25 },
      before: (t) => errors(t % 5760 < -2880 ? 0.01 : 0.02, 60)(t),
      baseline: hours(168),
      after: errors(0.05, 60),
      at: 'failing',
    },
    {
      situation: 'a short baseline',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 500),
      baseline: minutes(30),
      after: errors(0.03, 500),
      at: 'failing',
    },
    {
      situation: 'at an hour that a short baseline did not see',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 500),
      baseline: minutes(30),
      after: from(hours(5), errors(0.002, 500), errors(0.03, 500)),
      at: 'failing',
    },
    {
      situation: 'limit 0: one bad request, confirmed',
      of: { ...errorRate, limit: 0 },
      after: from(minutes(40), read(rate(0, 120)), (t) =>
        t === 160 ? { type: 'rate', bad: 2, total: 120, because: 'GET /invoices/7 500' } : rate(0, 120),
      ),
      at: 'failing',
    },
    {
      situation: 'limit 0: one bad request, not confirmed',
      of: { ...errorRate, limit: 0 },
      after: from(minutes(40), read(rate(0, 120)), (t) =>
        t === 160 ? { type: 'rate', bad: 2, total: 120, because: 'GET /invoices/7 500' } : rate(0, 120),
      ),
      at: millis(minutes(40) + tick),
    },
    {
      situation: 'strict, over its limit',
      of: { ...errorRate, limit: 0.01, strict: true },
      after: errors(0.04, 500),
      at: 'failing',
    },
    {
      situation: 'well again',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 500),
      after: from(hours(1), errors(0.002, 500), from(minutes(70), errors(0.04, 500), errors(0.001, 500))),
      at: hours(3),
    },
    {
      situation: 'failing, but calmer than when it failed',
      of: { ...errorRate, limit: 0.01 },
      after: from(minutes(9), errors(0.04, 100), errors(0.009, 100)),
      at: minutes(25),
    },
    {
      situation: 'certified',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 500),
      after: errors(0.002, 500),
      at: hours(2),
    },
    {
      situation: 'certified below its limit',
      of: { ...errorRate, limit: 0.01 },
      after: errors(0.002, 500),
      at: hours(2),
    },
    {
      situation: 'not sure yet',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 20),
      after: errors(0.002, 20),
      at: minutes(45),
    },
    {
      situation: 'too thin to certify, at the end of the watch',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 2),
      after: errors(0.002, 2),
      at: hours(24),
    },
    {
      situation: 'over its limit at the end, and too thin to be sure',
      of: { ...errorRate, limit: 0.01 },
      after: (t) => rate(t % 60 === 0 ? 1 : 0, t % 4 === 0 ? 2 : 0),
      at: hours(6),
      watch: hours(6),
    },
    {
      situation: 'enough by itself, but the promise is shared',
      of: { ...errorRate, limit: 0.01 },
      after: from(minutes(60), errors(0.002, 20), errors(0.04, 20)),
      sharers: 4,
      at: 'suspicious',
    },
    { situation: 'warming up', of: { ...errorRate, limit: 0.01 }, after: errors(0.002, 500), at: minutes(1) },
    {
      situation: 'nothing to compare with',
      of: { ...errorRate, tolerance: 0.25 },
      after: errors(0.002, 500),
      at: minutes(10),
    },
    {
      situation: 'a service that always fails',
      of: { ...errorRate, tolerance: 0.25 },
      before: read(rate(500, 500)),
      after: read(rate(500, 500)),
      at: minutes(10),
    },
    {
      situation: 'no request since the deploy',
      of: { ...errorRate, limit: 0.01 },
      after: read(rate(0, 0)),
      at: minutes(10),
    },
    {
      situation: 'its requests stopped coming',
      of: { ...errorRate, tolerance: 0.25 },
      before: errors(0.002, 500),
      after: from(minutes(20), errors(0.002, 500), read(rate(0, 0))),
      at: minutes(30),
    },
    {
      situation: 'requests stopped where quiet is usual',
      of: { ...errorRate, tolerance: 0.25 },
      before: (t) => (t % 40 === 0 ? rate(0, 5) : rate(0, 0)),
      after: from(minutes(20), (t) => (t % 40 === 0 ? rate(0, 5) : rate(0, 0)), read(rate(0, 0))),
      at: hours(1),
    },
    {
      situation: 'silenced',
      of: { ...errorRate, limit: 0.01 },
      after: errors(0.002, 500),
      silenced: true,
      at: hours(2),
    },
    {
      situation: 'a dry run that fails',
      of: { ...errorRate, limit: 0.01, dryRun: true },
      after: errors(0.04, 500),
      at: 'failing',
    },
  ],
  'A latency': [
    {
      situation: 'worse than its baseline, samples',
      of: { ...checkout, quantile: 0.95, tolerance: 0.1 },
      before: requestTimes(0.2),
      after: from(hours(1), requestTimes(0.2), requestTimes(0.3)),
      at: 'failing',
    },
    {
      situation: 'worse at the median, where three quantiles are watched',
      of: { ...checkout, tolerance: 0.1 },
      before: requestTimes(0.2),
      after: requestTimes(0.25),
      at: 'failing',
    },
    {
      situation: 'worse than its baseline, a histogram',
      of: { ...checkout, quantile: 0.95, tolerance: 0.1 },
      before: buckets(0.2),
      after: from(hours(4), buckets(0.2), buckets(0.3)),
      at: 'failing',
    },
    {
      situation: 'over its limit',
      of: { ...checkout, quantile: 0.95, limit: 0.8 },
      after: requestTimes(0.9),
      at: 'failing',
    },
    {
      situation: 'a limit and a tolerance, failing by the tolerance',
      of: { ...checkout, quantile: 0.95, limit: 0.8, tolerance: 0.1 },
      before: requestTimes(0.2),
      after: requestTimes(0.3),
      at: 'failing',
    },
    {
      situation: 'strict, over its limit',
      of: { ...checkout, limit: 0.8, strict: true },
      after: from(minutes(30), requestTimes(0.2), requestTimes(2)),
      at: 'failing',
    },
    {
      situation: 'against the same hour of a week',
      of: { ...checkout, quantile: 0.95, tolerance: 0.25 },
      before: (t) => requestTimes(t % 5760 < -2880 ? 0.2 : 0.15, 2)(t),
      baseline: hours(168),
      after: requestTimes(0.3, 2),
      at: 'failing',
    },
    {
      situation: 'certified',
      of: { ...checkout, tolerance: 0.1 },
      before: requestTimes(0.2),
      after: requestTimes(0.2),
      at: hours(4),
    },
    {
      situation: 'certified, a histogram',
      of: { ...checkout, tolerance: 0.1 },
      before: buckets(0.2),
      after: buckets(0.2),
      at: hours(4),
    },
    {
      situation: 'certified, with a limit and a tolerance',
      of: { ...checkout, quantile: 0.95, limit: 0.8, tolerance: 0.1 },
      before: requestTimes(0.2),
      after: requestTimes(0.2),
      at: hours(4),
    },
    {
      situation: 'not sure yet',
      of: { ...checkout, quantile: 0.95, tolerance: 0.1 },
      before: requestTimes(0.2, 1),
      after: requestTimes(0.2, 1),
      at: minutes(40),
    },
    {
      situation: 'what is accepted lies past the last bucket',
      of: { ...checkout, quantile: 0.95, tolerance: 0.1 },
      before: buckets(1.8),
      after: buckets(1.8),
      at: minutes(40),
    },
    {
      situation: 'its requests stopped coming',
      of: { ...checkout, tolerance: 0.1 },
      before: requestTimes(0.2),
      after: from(minutes(20), requestTimes(0.2), read(latency())),
      at: minutes(30),
    },
  ],
  'A count': [
    {
      situation: 'more than its baseline',
      of: { ...jobs, tolerance: 0.25 },
      before: events(6),
      after: from(hours(4), events(6), events(90)),
      at: 'failing',
    },
    { situation: 'over its limit', of: { ...jobs, limit: 1 }, after: events(240), at: 'failing' },
    {
      situation: 'events where there were none',
      of: { ...jobs, tolerance: 0.25 },
      before: read(count(0)),
      after: events(20, 'invoice-mailer: connection refused'),
      at: 'failing',
    },
    {
      situation: 'limit 0: a new issue',
      of: { ...jobs, title: 'New issues', limit: 0 },
      after: (t) =>
        t === 90
          ? { type: 'count', count: 1, because: 'TypeError: cannot read properties of null (reading "total")' }
          : count(0),
      at: 'failing',
    },
    { situation: 'limit 0: none', of: { ...jobs, title: 'New issues', limit: 0 }, after: read(count(0)), at: hours(2) },
    { situation: 'certified', of: { ...jobs, tolerance: 0.25 }, before: events(60), after: events(60), at: hours(6) },
    {
      situation: 'not sure yet',
      of: { ...jobs, tolerance: 0.25 },
      before: events(2),
      after: events(2),
      at: minutes(50),
    },
    {
      situation: 'nothing where something must be',
      of: { ...jobs, title: 'Heartbeats', limit: 100, noData: 'failing' },
      after: from(minutes(10), read(count(3)), read(absent)),
      at: 'failing',
    },
  ],
  'A gauge': [
    {
      situation: 'over its limit',
      of: { ...pool, limit: 80 },
      after: from(hours(2), level(40), level(95, 'shop-worker holds 61')),
      at: 'failing',
    },
    {
      situation: 'higher than its baseline',
      of: { ...pool, quantile: 0.5, tolerance: 0.2 },
      before: level(40),
      after: from(hours(2), level(40), level(70)),
      at: 'failing',
    },
    {
      situation: 'lower than its limit, where lower is worse',
      of: { ...stock, limit: 50 },
      after: level(30),
      at: 'failing',
    },
    {
      situation: 'lower than its baseline, where lower is worse',
      of: { ...stock, quantile: 0.5, tolerance: 0.2 },
      before: level(40),
      after: from(hours(2), level(40), level(20)),
      at: 'failing',
    },
    {
      situation: 'strict, over its limit',
      of: { ...pool, limit: 80, strict: true },
      after: from(hours(2), level(40), read({ type: 'gauge', value: 96, because: 'shop-worker holds 61' })),
      at: 'failing',
    },
    { situation: 'strict, within its limit', of: { ...pool, limit: 80, strict: true }, after: level(40), at: hours(2) },
    {
      situation: 'bytes over their limit',
      of: { ...pool, title: 'Memory', unit: 'bytes', limit: 1.5e9 },
      after: level(1.9e9),
      at: 'failing',
    },
    { situation: 'certified', of: { ...pool, limit: 80 }, after: level(40), at: hours(24) },
    {
      situation: 'not sure yet',
      of: { ...stock, quantile: 0.5, tolerance: 0.2 },
      before: level(40),
      after: level(40),
      at: minutes(3.5),
    },
  ],
  'A check': [
    { situation: 'failing too often for its limit', of: { ...health, limit: 0.01 }, after: looks(0.4), at: 'failing' },
    {
      situation: 'failing more often than before, without numbers in the plan',
      of: { ...health },
      before: looks(0.002),
      after: from(hours(1), looks(0.002), looks(0.3)),
      at: 'failing',
    },
    {
      situation: 'an outage',
      of: { ...health, severity: 'blocking', limit: 0.01 },
      after: from(minutes(60), looks(0), looks(1)),
      at: 'failing',
    },
    {
      situation: 'an outage that is over',
      of: { ...health, severity: 'blocking', limit: 0.01 },
      after: from(minutes(60), looks(0), from(minutes(64), looks(1), looks(0))),
      at: minutes(80),
    },
    {
      situation: 'integrity: one violation, confirmed',
      of: orphans,
      after: from(minutes(20), looks(0), looks(1, '3 rows: 10417, 10420, 10433')),
      at: 'failing',
    },
    {
      situation: 'integrity: one violation, not confirmed',
      of: orphans,
      after: from(minutes(20), looks(0), looks(1, '3 rows: 10417, 10420, 10433')),
      at: millis(minutes(20) + tick),
    },
    { situation: 'integrity: clean', of: orphans, after: looks(0), at: hours(6) },
    {
      situation: 'limit 0: failing twice in the watch',
      of: { ...health, title: 'Nightly import', limit: 0 },
      after: (t) => check(t !== 60 && t !== 700),
      at: 'failing',
    },
    {
      situation: 'certified',
      of: { ...health, severity: 'blocking' },
      before: looks(0.001),
      after: looks(0.001),
      at: hours(24),
    },
    {
      situation: 'not sure yet',
      of: { ...health, severity: 'blocking', limit: 0.01 },
      after: looks(0),
      at: minutes(30),
    },
    {
      situation: 'too thin to certify, at the end of a short watch',
      of: { ...health, limit: 0.01 },
      after: looks(0),
      at: hours(2),
      watch: hours(2),
    },
    {
      situation: 'far over what was usual at the end, with too little of before to be sure',
      of: health,
      before: looks(0),
      baseline: minutes(5),
      after: (t) => check(t % 2 === 0),
      at: hours(2),
      watch: hours(2),
    },
    {
      situation: 'a watch of two minutes',
      of: { ...health, severity: 'blocking', every: seconds(1), limit: 0.01 },
      after: looks(1),
      at: 'failing',
      watch: minutes(2),
    },
  ],
  'Not seen': [
    { situation: 'no reading yet', of: { ...errorRate, limit: 0.01 }, after: never, at: minutes(2) },
    {
      situation: 'no reading yet, and an error',
      of: { ...errorRate, limit: 0.01 },
      after: read(error),
      at: minutes(2),
    },
    { situation: 'never read', of: { ...errorRate, limit: 0.01 }, after: never, at: minutes(20) },
    { situation: 'never read but errors', of: { ...errorRate, limit: 0.01 }, after: read(error), at: minutes(20) },
    {
      situation: 'errors since 22:20',
      of: { ...errorRate, limit: 0.01 },
      after: from(minutes(20), errors(0.002, 500), read(error)),
      at: minutes(30),
    },
    {
      situation: 'the series is gone since 22:20',
      of: { ...errorRate, limit: 0.01 },
      after: from(minutes(20), errors(0.002, 500), read(absent)),
      at: minutes(30),
    },
    {
      situation: 'readings that cannot be right',
      of: { ...errorRate, limit: 0.01 },
      after: from(minutes(20), errors(0.002, 500), read(rate(30, 20))),
      at: minutes(30),
    },
    {
      situation: 'stamped in the future',
      of: { ...errorRate, limit: 0.01 },
      after: never,
      early: rate(0, 500),
      at: minutes(30),
    },
    {
      situation: 'half of the readings are missing',
      of: { ...errorRate, limit: 0.01 },
      after: (t) => (t % 40 < 22 ? errors(0.002, 500)(t) : error),
      at: hours(2),
    },
  ],
};

/** What is said of the case, and when it was looked at. */
export function judgementIn({
  of,
  before,
  baseline,
  after,
  at,
  watch,
  silenced,
  early,
  sharers = 0,
}: SentenceCase): Judgement {
  const one = criterion({ ...of, name: 'one' });
  const quiet = Array.from({ length: sharers }, (_, i) =>
    criterion({ measure: 'rate', limit: 0.5, name: `quiet-${i}` }),
  );
  const every = always(rate(0, 10));
  const told = tell({
    criteria: [one, ...quiet],
    ...(before && { before: { one: before } }),
    ...(baseline && { baseline }),
    after: { one: after, ...Object.fromEntries(quiet.map(({ name }) => [name, every])) },
    ...(watch && { settings: { for: watch } }),
  });
  if (silenced) {
    told.watch.silence({ criterion: 'one', from: plus(deployedAt, minutes(90)), until: plus(deployedAt, hours(8)) });
  }
  if (typeof at === 'number') {
    if (early)
      told.watch.observe({ criterion: 'one', at: plus(plus(deployedAt, at), hours(2)), seconds: 15, reading: early });
    told.until(at);
    return told.judgement('one');
  }
  for (let span = one.every; span <= hours(24); span = millis(span + one.every)) {
    told.until(span);
    const judgement = told.judgement('one');
    if (judgement.state === 'failing' && at === 'failing') return judgement;
    if (at === 'suspicious' && judgement.because.includes('under one promise')) return judgement;
  }
  throw new Error(`it never comes to that: ${of.title}`);
}
