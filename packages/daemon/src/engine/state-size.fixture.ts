import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { check, count, criterion, gauge, latency, random, rate, type Story } from './scenario.fixture.ts';

const next = random(1);
const many = <T>(length: number, of: (i: number) => T) => Array.from({ length }, (_, i) => of(i));
/** Bounds that are no round numbers, and every bucket in use: nothing about them can be said shortly. */
const bounds = many(64, (i) => 0.001 * 2 ** (i / 6));
const worse = (t: number) => (t > 3000 ? 2 : 1);

const measures: [title: string, of: Partial<Criterion> & Pick<Criterion, 'measure'>, story: Story][] = [
  ['a rate', { measure: 'rate', limit: 0.02 }, (t) => rate(next() < 0.1 * worse(t) ** 3 ? 1 : 0, 40)],
  ['a count', { measure: 'count', limit: 3 }, () => count(next() < 0.05 ? 1 : 0)],
  ['a check', { measure: 'check' }, () => check(next() > 0.001)],
  ['a gauge', { measure: 'gauge', limit: 45 }, (t) => gauge((20 + 10 * next()) * worse(t))],
  ['a latency', { measure: 'latency', limit: 2 }, (t) => latency(...many(5, () => (0.1 + next() ** 3) * worse(t)))],
  [
    'a latency in 64 buckets',
    { measure: 'latency', limit: 2 },
    (t) => ({ type: 'histogram', bounds, counts: many(65, (i) => Math.floor(100 * next() * (i > 35 ? worse(t) : 1))) }),
  ],
];

/**
 * One criterion of each measure that takes most room: with a limit beside the tolerance, which for times and levels is a
 * fourth test beside those of the three quantiles, and calm for half of the day.
 */
export const largestStates = measures.map(([title, of, story]) => ({
  title,
  criteria: [criterion({ tolerance: 0.25, ...of, name: 'one' })],
  stories: { one: story },
}));
