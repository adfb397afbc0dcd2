import { verdictOf } from '@daywatch/daemon/src/deployments/verdict-of.ts';
import { gateStatus } from '@daywatch/daemon/src/http/gate-line.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createWorld } from '../world.ts';

const because = 'connect ECONNREFUSED 10.0.0.7:443';

it('too little data is told while it lasts, ends the watch undecided, and waits for a person', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(20));
  world.answer('healthy', { type: 'error', because });
  await world.clock.advance(minutes(20));

  const during = verdictOf(world.state(), world.clock.now());
  expect(during).toMatchObject({ verdict: 'undecided', recommendation: 'hold', final: false });
  expect(during.because.join()).toContain(because);
  expect(world.state().assessment?.judgements).toMatchObject([{ state: 'blind' }]);

  await world.clock.advance(minutes(100));
  const after = verdictOf(world.state(), world.clock.now());
  expect(after).toMatchObject({ verdict: 'undecided', final: true });
  expect(after.rule).toContain('a person decides');
  expect(gateStatus(after.verdict, 'no-go', false)).toBe(503);
  const events = (await world.record()).map(({ event }) => event);
  expect(events.slice(-2)).toMatchObject([{ type: 'watch-ended', verdict: 'undecided' }, { type: 'decision-asked' }]);
  expect(events.findLast(({ type }) => type === 'verdict-changed')).toMatchObject({
    because: [expect.stringContaining(because)],
  });

  await world.deployments.decide('01DEPLOYMENT', 'no-go', 'we saw nothing', 'lead');
  await world.clock.advance(minutes(1));
  expect(world.state().deployment?.phase).toBe('failed');
});
