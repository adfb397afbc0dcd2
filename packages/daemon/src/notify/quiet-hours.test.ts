import { instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { quietUntil } from './quiet-hours.ts';

const until = (at: string, from: string, end: string, timeZone = 'Europe/Berlin') =>
  rfc3339(quietUntil({ from, until: end, timeZone }, instant(Date.parse(at)))).slice(0, 16);

describe('quiet hours', () => {
  it.each([
    ['over midnight, in the evening', '2026-12-01T21:30Z', '22:00', '07:00', '2026-12-02T06:00'],
    ['over midnight, in the morning', '2026-12-02T04:00Z', '22:00', '07:00', '2026-12-02T06:00'],
    ['by day', '2026-12-01T11:30Z', '12:00', '14:00', '2026-12-01T13:00'],
    ['not yet', '2026-12-01T20:59Z', '22:00', '07:00', '2026-12-01T20:59'],
    ['the minute they end', '2026-12-02T06:00Z', '22:00', '07:00', '2026-12-02T06:00'],
    ['the minute they begin', '2026-12-01T21:00Z', '22:00', '07:00', '2026-12-02T06:00'],
    ['none', '2026-12-01T23:00Z', '22:00', '22:00', '2026-12-01T23:00'],
    ['through the night that the clocks are put forward', '2026-03-28T22:00Z', '22:00', '07:00', '2026-03-29T05:00'],
    ['through the night that the clocks are put back', '2026-10-24T21:00Z', '22:00', '07:00', '2026-10-25T06:00'],
    ['to a time that the clocks skip', '2026-03-28T23:00Z', '22:00', '02:30', '2026-03-29T01:30'],
  ])('%s', (_, at, from, end, expected) => {
    expect(until(at, from, end)).toBe(expected);
  });
  it('are of their own time zone', () => {
    expect(until('2026-12-02T04:00Z', '22:00', '07:00', 'America/New_York')).toBe('2026-12-02T12:00');
  });
  it('left out hold nothing back', () => {
    expect(quietUntil(undefined, instant(5))).toBe(5);
  });
});
