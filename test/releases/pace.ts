import { type Millis, seconds } from '@daywatch/shared/vocabulary/time.ts';

/** A day of watching in a minute: what of the plan is shorter, and how much goes on meanwhile. */
export interface Pace {
  /** Before the deploy: what is usual is measured. */
  readonly baseline: Millis;
  readonly watch: string;
  readonly settle: string;
  /** What the plan reads every minute. */
  readonly unhurried: string;
  /** How often a key workflow is walked through. */
  readonly workflows: string;
  /** How long a statement must be slower. */
  readonly slowerFor: string;
  /** How long one goes on looking after NO-GO, to see what else fails. */
  readonly afterwards: Millis;
  /** Requests a second. */
  readonly rate: number;
  readonly orders: number;
  readonly limits: Readonly<Record<string, string>>;
}

export const longPace: Pace = {
  baseline: seconds(30),
  watch: '80s',
  settle: '4s',
  unhurried: '3s',
  workflows: '15s',
  slowerFor: '20s',
  afterwards: seconds(15),
  rate: 20,
  orders: 50_000,
  limits: {},
};

/** On a machine that is busy with other tests only what is sure after one or two looks is decided quickly. */
export const shortPace: Pace = {
  ...longPace,
  baseline: seconds(3),
  watch: '40s',
  settle: '1s',
  unhurried: '1s',
  afterwards: seconds(2),
  rate: 10,
  orders: 4_000,
  limits: { 'orders-p95': '5s', 'checkout-p95': '5s', 'database-latency': '2s', pool: '200' },
};
