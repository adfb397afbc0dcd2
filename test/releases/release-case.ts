import type { ReleaseName } from '../../examples/shop/release.ts';

/** What must find a release, and what else is bound to notice it. */
export interface ReleaseCase {
  readonly release: ReleaseName;
  /** What is wrong with it, in a few words. */
  readonly fault: string;
  /** All of them must fail; none for a good release. */
  readonly found: readonly string[];
  /** May fail besides: real consequences of the fault, with the reason. */
  readonly besides: Readonly<Record<string, string>>;
  /** How long it is watched, when that is longer than the others. */
  readonly watch?: string;
}

const told = 'what fails is logged';
const reported = 'what fails is reported to Sentry';
const answeredBy = 'the failed requests are among all requests';

export const releaseCases: readonly ReleaseCase[] = [
  { release: 'good', fault: 'none', found: [], besides: {} },
  {
    release: 'slow-query',
    fault: 'a new table without an index makes the list of orders slow',
    found: ['orders-p95'],
    besides: { 'can-order': 'a run that lists orders may take too long' },
  },
  {
    release: 'server-errors',
    fault: 'the page of an order that is picked up fails',
    found: ['order-errors'],
    besides: { 'api-errors': answeredBy, 'new-errors': told, 'new-issues': reported },
  },
  {
    release: 'pool-exhaustion',
    fault: 'sold-out baskets keep their database connection',
    found: ['pool'],
    besides: {
      healthy: 'health asks the database, over the same connections',
      'api-errors': 'nothing that needs the database is answered',
      'order-errors': 'so are orders',
      'report-errors': 'so are reports',
      'orders-p95': 'each request waits two seconds for a connection',
      'checkout-p95': 'each request waits two seconds for a connection',
      'new-errors': told,
      'new-issues': reported,
      'can-sign-in': 'no workflow gets through',
      'can-order': 'no workflow gets through',
      'can-buy': 'no workflow gets through',
    },
  },
  {
    release: 'broken-import',
    fault: 'the module of the reports cannot be loaded',
    found: ['report-errors'],
    besides: { 'api-errors': answeredBy, 'new-errors': told, 'new-issues': reported },
  },
  {
    release: 'memory-leak',
    fault: 'a quarter of a megabyte stays with each request',
    found: ['memory'],
    besides: {},
    watch: '120s',
  },
  {
    release: 'silent-error',
    fault: 'an error is logged, the customer gets a 201',
    found: ['new-errors'],
    besides: {},
  },
  {
    release: 'sentry-issue',
    fault: 'an error goes to Sentry alone, the customer gets a 200',
    found: ['new-issues'],
    besides: {},
  },
  {
    release: 'deadlocks',
    fault: 'baskets take the same products in different order, and try again',
    found: ['deadlocks'],
    besides: { 'checkout-p95': 'PostgreSQL looks for deadlocks after one second of waiting' },
  },
  {
    release: 'dropped-index',
    fault: 'one statement of many reads all order lines',
    found: ['slower-queries'],
    besides: {},
  },
  {
    release: 'not-valid',
    fault: 'a constraint is left NOT VALID',
    found: ['constraints'],
    besides: {},
  },
];
