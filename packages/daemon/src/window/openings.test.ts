import { hours, type Instant, minutes, parseRfc3339, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { instantOf, readWallTime, type WallTime } from '@daywatch/shared/vocabulary/time-zone.ts';
import type { Freeze, WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { describe, expect, it } from 'vitest';
import { cronFault, openingAfter, openingsFrom } from './openings.ts';
import { windowStateAt } from './window-state.ts';

const local = (text: string, zone = 'Europe/Berlin'): Instant => instantOf(readWallTime(text) as WallTime, zone);
const at = (text: string): Instant => parseRfc3339(text) as Instant;
const frozen = (from: string, until: string, because?: string): Freeze => ({
  from: local(from),
  until: local(until),
  ...(because !== undefined && { because }),
});
const recurring = (cron: string, more: Partial<WindowPlan> = {}): WindowPlan => ({
  opens: { type: 'recurring', cron },
  for: minutes(60),
  timeZone: 'Europe/Berlin',
  freezes: [],
  ...more,
});
const once = (text: string, more: Partial<WindowPlan> = {}): WindowPlan => ({
  ...recurring(''),
  opens: { type: 'once', at: local(text) },
  ...more,
});

function first(window: WindowPlan, from: Instant, most: number): string[] {
  const found: string[] = [];
  for (const { opensAt, closesAt } of openingsFrom(window, from)) {
    found.push(`${rfc3339(opensAt).slice(0, 16)}-${rfc3339(closesAt).slice(11, 16)}`);
    if (found.length === most) break;
  }
  return found;
}

describe('openings', () => {
  it.each([
    ['a single one', once('2026-12-01T22:00'), '2026-11-01T00:00:00Z', ['2026-12-01T21:00-22:00']],
    ['a single one while it is open', once('2026-12-01T22:00'), '2026-12-01T21:59:59Z', ['2026-12-01T21:00-22:00']],
    ['a single one that is over', once('2026-12-01T22:00'), '2026-12-01T22:00:00Z', []],
    [
      'Tuesdays and Thursdays, by winter and summer time',
      recurring('0 22 * * TUE,THU'),
      '2026-03-25T00:00:00Z',
      ['2026-03-26T21:00-22:00', '2026-03-31T20:00-21:00', '2026-04-02T20:00-21:00'],
    ],
    [
      'at an hour that the clocks skip: as much later',
      recurring('30 2 * * *'),
      '2026-03-28T12:00:00Z',
      ['2026-03-29T01:30-02:30', '2026-03-30T00:30-01:30'],
    ],
    [
      'every half hour where clocks skip one: no instant twice, none before the last',
      recurring('*/30 * * * *', { for: minutes(10) }),
      '2026-03-29T00:15:00Z',
      ['2026-03-29T00:30-00:40', '2026-03-29T01:00-01:10', '2026-03-29T01:30-01:40', '2026-03-29T02:00-02:10'],
    ],
    [
      'at an hour that the clocks show twice: the first',
      recurring('30 2 * * *'),
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30-01:30', '2026-10-26T01:30-02:30'],
    ],
    [
      'the same in New York, forward',
      recurring('30 2 * * SUN', { timeZone: 'America/New_York' }),
      '2026-03-07T00:00:00Z',
      ['2026-03-08T07:30-08:30', '2026-03-15T06:30-07:30'],
    ],
    [
      'the same in New York, back',
      recurring('30 1 * * SUN', { timeZone: 'America/New_York' }),
      '2026-10-31T00:00:00Z',
      ['2026-11-01T05:30-06:30', '2026-11-08T06:30-07:30'],
    ],
    [
      'not in a freeze',
      recurring('0 22 * * *', { freezes: [frozen('2026-12-20', '2027-01-04')] }),
      '2026-12-18T12:00:00Z',
      ['2026-12-18T21:00-22:00', '2026-12-19T21:00-22:00', '2027-01-04T21:00-22:00'],
    ],
    [
      'cut where a freeze begins, and where one ends',
      recurring('0 22 * * *', {
        freezes: [frozen('2026-12-20T22:30', '2026-12-21T22:15'), frozen('2026-12-22T22:20', '2026-12-22T22:40')],
      }),
      '2026-12-20T12:00:00Z',
      ['2026-12-20T21:00-21:30', '2026-12-21T21:15-22:00', '2026-12-22T21:00-21:20', '2026-12-22T21:40-22:00'],
    ],
    [
      'every minute in a freeze of ten years: the end of it',
      recurring('* * * * *', { freezes: [frozen('2026-12-20', '2036-12-20')] }),
      '2026-12-22T12:00:00Z',
      ['2036-12-19T23:00-23:01'],
    ],
  ])('%s', (_, window, from, expected) => {
    expect(first(window, at(from), Math.max(1, expected.length))).toEqual(expected);
  });

  it('finds the next one at or after a moment, not the one that is open', () => {
    const found = openingAfter(recurring('0 22 * * *'), at('2026-12-01T21:30:00Z'));
    expect(found && rfc3339(found.opensAt)).toBe('2026-12-02T21:00:00.000Z');
  });

  it.each([
    ['0 22 * * TUE,THU', undefined],
    ['0 22 * * *', undefined],
    ['0 22 * * 9', 'dayOfWeek: 9'],
    ['0 22 * * * *', '5 parts'],
    ['whenever', 'space separated parts'],
    ['0 0 30 2 *', 'never comes true'],
  ])('says what is wrong with the cron expression %s', (cron, fault) => {
    if (fault === undefined) expect(cronFault(cron)).toBeUndefined();
    else expect(cronFault(cron)).toContain(fault);
  });
});

describe('the state of a window', () => {
  const tuesdays = recurring('0 22 * * TUE', { freezes: [frozen('2026-12-20', '2027-01-04', 'holidays')] });
  it.each([
    [
      '2026-12-01T21:30:00Z',
      'open',
      '2026-12-01T21:00',
      'the window is open until Tue 2026-12-01 23:00 (Europe/Berlin)',
    ],
    [
      '2026-12-02T12:00:00Z',
      'closed',
      '2026-12-08T21:00',
      'the window is closed; it opens next on Tue 2026-12-08 22:00 to 23:00 (Europe/Berlin)',
    ],
    [
      '2026-12-22T21:30:00Z',
      'frozen',
      '2027-01-05T21:00',
      'nobody deploys from Sun 2026-12-20 00:00 to Mon 2027-01-04 00:00 (holidays); it opens next on Tue 2027-01-05 22:00 to 23:00 (Europe/Berlin)',
    ],
  ])('at %s is %s', (now, state, opensAt, because) => {
    const got = windowStateAt(tuesdays, at(now));
    expect(got).toMatchObject({ state, because });
    expect(got.opensAt?.slice(0, 16)).toBe(opensAt);
    expect(got.next).toHaveLength(5);
  });

  it('that was open once says so, and opens no more', () => {
    const got = windowStateAt(once('2026-12-01T22:00', { for: hours(2) }), at('2026-12-03T00:00:00Z'));
    expect(got).toEqual({
      state: 'closed',
      timeZone: 'Europe/Berlin',
      next: [],
      because:
        'the window is closed; it was open once, Tue 2026-12-01 22:00 to Wed 2026-12-02 00:00 (Europe/Berlin), and no other one is planned',
    });
  });
});
