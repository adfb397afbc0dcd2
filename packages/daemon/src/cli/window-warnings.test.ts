import { instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { expect, it } from 'vitest';
import { environmentPlan } from '../runner/world.fixture.ts';
import { windowWarnings } from './window-warnings.ts';

const at = (time: string) => instant(Date.parse(time));
const once: WindowPlan = {
  opens: { type: 'once', at: at('2026-12-01T21:00:00Z') },
  for: minutes(60),
  timeZone: 'Europe/Berlin',
  freezes: [],
};
const nightly: WindowPlan = { ...once, opens: { type: 'recurring', cron: '0 22 * * *' } };
const forever = [{ from: at('2020-01-01T00:00:00Z'), until: at('2399-12-31T00:00:00Z'), because: 'never' }];

it.each([
  ['tells of a single window that is over', once, '2026-12-02T00:00:00Z', 'no other one is planned'],
  ['tells of a freeze over everything', { ...nightly, freezes: forever }, '2026-12-02T00:00:00Z', '(never)'],
  ['says nothing while it is open', once, '2026-12-01T21:30:00Z', undefined],
  ['says nothing while it is still to open', once, '2026-11-01T00:00:00Z', undefined],
  ['says nothing of one that opens again', nightly, '2026-12-02T00:00:00Z', undefined],
])('%s', (_, window, now, words) => {
  const warnings = windowWarnings({ environments: { production: { ...environmentPlan({}), window } } }, at(now));
  expect(warnings).toEqual(words === undefined ? [] : [expect.stringContaining(words)]);
});
