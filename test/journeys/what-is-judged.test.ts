import type { Occasion, Source } from '@daywatch/daemon/src/ports/source.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createWorld } from '../world.ts';

/** A source that notes what it is told of the occasion. */
function noting() {
  const occasions: Occasion[] = [];
  const source: Source = {
    probe: () => ({
      async observe(_, occasion = {}) {
        occasions.push(occasion);
        return { type: 'check', ok: true };
      },
    }),
    close: async () => undefined,
  };
  return { source, occasions };
}

it('tells a source what runs, and whether what it says now is judged: not before the deploy has settled', async () => {
  const { source, occasions } = noting();
  const world = await createWorld({ source });
  await world.clock.advance(minutes(5));
  expect(occasions.at(-1)).toEqual({});
  const began = world.clock.now();
  await world.deploy();
  await world.clock.advance(minutes(2));
  expect(occasions.at(-1)).toMatchObject({ deployed: { version: '1.4.2', since: began }, judged: false });
  await world.clock.advance(minutes(1));
  expect(occasions.at(-1)).toMatchObject({ deployed: { version: '1.4.2', since: began }, judged: true });

  const readings = await world.store.observations({
    environment: 'production',
    from: began,
    to: world.clock.now(),
  });
  const judged = occasions.length - occasions.findIndex((occasion) => occasion.judged === true);
  // None that lies in the settling time of two minutes.
  expect(readings.at(-judged)?.at).toBeGreaterThanOrEqual(began + minutes(2));
});
