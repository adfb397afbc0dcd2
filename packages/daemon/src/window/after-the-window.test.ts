import { hours, type Instant, minutes, parseRfc3339, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { describe, expect, it } from 'vitest';
import { nextWindow } from './next-window.ts';
import { overrunsAt } from './overrun.ts';

const at = (text: string): Instant => parseRfc3339(text) as Instant;
const plan: WindowPlan = {
  opens: { type: 'once', at: at('2026-12-01T21:00:00Z') },
  for: minutes(60),
  timeZone: 'Europe/Berlin',
  expected: minutes(45),
  freezes: [],
};
const tuesdays: WindowPlan = { ...plan, opens: { type: 'recurring', cron: '0 22 * * TUE' } };
const freezes = [{ from: at('2026-12-02T23:00:00Z'), until: at('2026-12-08T23:00:00Z') }];

describe('an overrun', () => {
  it.each([
    ['within both', '2026-12-01T21:05:00Z', '2026-12-01T21:50:00Z', []],
    ['longer than expected', '2026-12-01T21:05:00Z', '2026-12-01T21:50:01Z', ['expected']],
    ['longer than the window', '2026-12-01T21:30:00Z', '2026-12-01T22:00:00Z', ['window']],
    ['longer than both', '2026-12-01T21:05:00Z', '2026-12-01T22:00:00Z', ['expected', 'window']],
    ['begun outside: only what was expected', '2026-12-01T10:00:00Z', '2026-12-01T23:00:00Z', ['expected']],
  ])('%s', (_, startedAt, now, what) => {
    expect(overrunsAt(plan, at(startedAt), at(now)).map((one) => one.what)).toEqual(what);
  });

  it('says since when, by the clocks of the plan', () => {
    expect(
      overrunsAt(plan, at('2026-12-01T21:05:00Z'), at('2026-12-01T22:30:00Z')).map(({ because }) => because),
    ).toEqual([
      'the deployment takes longer than the 45m that its plan expects; it began at 22:05 (Europe/Berlin)',
      'the window closed at 23:00 (Europe/Berlin) and the deployment is not over',
    ]);
  });

  it('of the duration is none where the plan expects none', () => {
    const { expected: _, ...without } = plan;
    expect(overrunsAt(without, at('2026-12-01T10:00:00Z'), at('2026-12-02T10:00:00Z'))).toEqual([]);
  });
});

describe('the next window after a rollback', () => {
  it.each([
    ['the first opening that is 24 h away', tuesdays, '2026-12-01T21:40:00Z', '2026-12-08T21:00:00.000Z'],
    ['not the one that is nearer', tuesdays, '2026-12-08T00:00:00Z', '2026-12-15T21:00:00.000Z'],
    ['not in a freeze', { ...tuesdays, freezes }, '2026-12-01T21:40:00Z', '2026-12-15T21:00:00.000Z'],
    ['of a single window: its hour again', plan, '2026-12-01T20:30:00Z', '2026-12-02T21:00:00.000Z'],
    ['of a single window: 24 h are 24 h', plan, '2026-12-01T21:40:00Z', '2026-12-03T21:00:00.000Z'],
    ['of a single window: not in a freeze', { ...plan, freezes }, '2026-12-01T21:40:00Z', '2026-12-09T21:00:00.000Z'],
  ])('is %s', (_, window, after, opensAt) => {
    const found = nextWindow(window, at(after));
    expect(found && rfc3339(found.opensAt)).toBe(opensAt);
    expect(found && found.closesAt - found.opensAt).toBe(hours(1));
    expect(found?.because).toMatch(/24 h after the rollback/);
  });

  it('is none where all is frozen', () => {
    const forever = [{ from: at('2026-01-01T00:00:00Z'), until: at('2060-01-01T00:00:00Z') }];
    expect(nextWindow({ ...plan, freezes: forever }, at('2026-12-01T21:40:00Z'))).toBeUndefined();
  });
});
