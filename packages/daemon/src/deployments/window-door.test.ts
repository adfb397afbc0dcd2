import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { hours, instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { describe, expect, it } from 'vitest';
import { chain, emptyChain } from '../record/chain.ts';
import { closedWindow } from '../window/closed-window.ts';
import { type Command, decide } from './decide.ts';
import { fold } from './evolve.ts';

const at = (time: string) => instant(Date.parse(time));
const window: WindowPlan = {
  opens: { type: 'once', at: at('2026-12-01T21:00:00Z') },
  for: minutes(60),
  timeZone: 'Europe/Berlin',
  freezes: [],
};
const requested: DeploymentEvent = {
  type: 'requested',
  environment: 'production',
  service: 'shop',
  version: { version: '1.4.2', commit: '9f8d111' },
  planHash: 'p1',
  steps: [],
};
type Overridden = { readonly type: 'overridden'; readonly what: string; readonly reason: string };

/** What becomes of a preflight that has passed at this time. */
function preflightPassedAt(now: string, overridden: readonly Overridden[] = [], plan: WindowPlan | undefined = window) {
  const state = fold(
    chain(emptyChain, [requested, ...overridden], { deployment: 'D1', at: at('2026-12-01T20:00:00Z'), actor: 'dana' }),
  );
  const closed = closedWindow(plan, at(now));
  const command: Command = {
    type: 'report',
    reports: [
      { type: 'phase-started', phase: 'preflight' },
      { type: 'phase-finished', phase: 'preflight', outcome: 'passed' },
    ],
    watchFor: hours(24),
    ...(closed !== undefined && { closed }),
  };
  const decision = decide(command, state);
  return 'refused' in decision ? decision.refused : decision.events.map(({ type }) => type);
}
const goesOn = ['phase-started', 'phase-finished'];

describe('the window as a door', () => {
  it('is open for as long as the plan says', () => {
    expect(preflightPassedAt('2026-12-01T21:00:00Z')).toEqual(goesOn);
    expect(preflightPassedAt('2026-12-01T21:59:59Z')).toEqual(goesOn);
  });

  it('is closed before and after, and says when it opens and how a lead gets past it', () => {
    expect(preflightPassedAt('2026-12-01T20:59:59Z')).toEqual({
      code: 'window-closed',
      detail: expect.stringMatching(/^It is not the time to deploy to production: .*2026-12-01 22:00/),
      hint: expect.stringContaining('daywatch override window --environment production --reason'),
    });
    expect(preflightPassedAt('2026-12-01T22:00:00Z')).toMatchObject({ code: 'window-closed' });
  });

  it('is closed in a freeze', () => {
    const freezes = [{ from: at('2026-12-01T00:00:00Z'), until: at('2026-12-02T00:00:00Z'), because: 'holidays' }];
    expect(preflightPassedAt('2026-12-01T21:30:00Z', [], { ...window, freezes })).toMatchObject({
      code: 'window-closed',
      detail: expect.stringContaining('production'),
    });
  });

  it.each(['window', 'everything'])('opens when a lead has overridden %s', (what) => {
    const reason = 'the site is down';
    expect(preflightPassedAt('2026-12-03T12:00:00Z', [{ type: 'overridden', what, reason }])).toEqual(goesOn);
  });

  it('stays closed when only an item of the checklist was overridden', () => {
    const item = { type: 'overridden', what: 'backup', reason: 'checked by hand' } as const;
    expect(preflightPassedAt('2026-12-03T12:00:00Z', [item])).toMatchObject({ code: 'window-closed' });
  });

  it('is not there where the plan has no window', () => {
    expect(closedWindow(undefined, at('2026-12-03T12:00:00Z'))).toBeUndefined();
  });
});
