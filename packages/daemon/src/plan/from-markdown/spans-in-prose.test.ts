import { expect, it } from 'vitest';
import { spanIn } from './spans-in-prose.ts';

it.each([
  ['1h 15m', '75m'],
  ['1 hour and 15 minutes', '75m'],
  ['an hour and a half', '90m'],
  ['30-60 minutes', '60m'],
  ['30–60 Minuten', '60m'],
  ['24+ hours', '24h'],
  ['Post-Deployment Monitoring (24 hours after deployment)', '24h'],
  ['Preparation (15 minutes before deployment window)', '15m'],
  ['1.5 hours', '90m'],
  ['half an hour', '30m'],
  ['eine halbe Stunde', '30m'],
  ['24 Stunden', '24h'],
  ['two days', '2d'],
  ['a week', '7d'],
  ['90m', '90m'],
  ['1h30m', '1h30m'],
  ['p95 below 800 ms', '800ms'],
])('%s is %s', (text, span) => expect(spanIn(text)).toBe(span));

it.each([['Tuesday and Thursday at 22:00'], ['version 3 deployed'], ['since 2026'], ['no time at all'], ['0 minutes']])(
  '%s says no span',
  (text) => expect(spanIn(text)).toBeUndefined(),
);
