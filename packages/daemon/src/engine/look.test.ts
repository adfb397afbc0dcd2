import { hours, instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { lookAt } from './look.ts';
import { observe } from './observe.ts';
import { criterion, deployedAt, rate, settingsFor } from './scenario.fixture.ts';
import { frameOf, openState } from './watch-state.ts';

const day = 86_400;

/** A criterion that was seen for so long, without an error. */
function seen(seconds: number) {
  const frame = frameOf({
    criteria: [criterion({ measure: 'rate', limit: 0.01 })],
    startedAt: deployedAt,
    settings: settingsFor(hours(24)),
    rollback: { blocking: 1, critical: 2, integrity: 1 },
  });
  const state = openState(frame, []);
  for (let at = 0; at < seconds; at += 3600) {
    observe(frame, state, {
      criterion: 'rate',
      at: instant(deployedAt + at * 1000),
      seconds: 3600,
      reading: rate(0, 10_000),
    });
  }
  return (elapsed: number) => lookAt(frame, state, elapsed);
}

it('is of the moment that is asked for while the watch runs', () => {
  expect(seen(day)(day - 10)).toMatchObject({ now: day - 10, ending: { state: 'running' } });
});

it('is of its end once it is over: what a watch said when it ended stays said', () => {
  const look = seen(day);
  for (const later of [0, 7200, 9 * day]) {
    expect(look(day + later)).toMatchObject({
      now: day,
      ending: { state: 'seen-enough' },
      decided: { verdict: 'go' },
      standings: [{ standing: { state: 'passing' }, silenced: false }],
    });
  }
});

it('is of the latest end where too little was seen', () => {
  const look = seen(3600);
  expect(look(day + 7200)).toMatchObject({ now: day + 7200, ending: { state: 'running' } });
  for (const later of [0, 7200]) {
    expect(look(2 * day + later)).toMatchObject({
      now: 2 * day,
      ending: { state: 'too-blind' },
      decided: { verdict: 'undecided' },
      standings: [{ standing: { state: 'blind', why: 'silent' } }],
    });
  }
});
