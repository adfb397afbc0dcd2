import { expect, it } from 'vitest';
import { parseRfc3339 } from '../vocabulary/time.ts';
import { zonedSpan } from './zoned-time.ts';

it.each([
  [
    'an hour of one day',
    '2026-12-01T21:00:00Z',
    '2026-12-01T22:00:00Z',
    'Europe/Berlin',
    'Tue 2026-12-01 22:00 to 23:00',
  ],
  [
    'an hour over midnight',
    '2026-12-01T22:30:00Z',
    '2026-12-01T23:30:00Z',
    'Europe/Berlin',
    'Tue 2026-12-01 23:30 to Wed 2026-12-02 00:30',
  ],
  [
    'an hour in which the clocks are put back',
    '2027-10-31T00:30:00Z',
    '2027-10-31T01:30:00Z',
    'Europe/Berlin',
    'Sun 2027-10-31 02:30 (+02:00) to 02:30 (+01:00)',
  ],
  [
    'an hour in which they are put forward',
    '2027-03-14T06:30:00Z',
    '2027-03-14T07:30:00Z',
    'America/New_York',
    'Sun 2027-03-14 01:30 (-05:00) to 03:30 (-04:00)',
  ],
  [
    'days in which they are put forward',
    '2027-03-20T23:00:00Z',
    '2027-04-03T22:00:00Z',
    'Europe/Berlin',
    'Sun 2027-03-21 00:00 to Sun 2027-04-04 00:00',
  ],
])('%s reads as one would say it', (_, from, until, zone, said) => {
  const [first, second] = [parseRfc3339(from), parseRfc3339(until)];
  if (first === undefined || second === undefined) throw new Error('no time');
  expect(zonedSpan({ from: first, until: second }, zone)).toBe(said);
});
