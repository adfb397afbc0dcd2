import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { criterion } from '../engine/scenario.fixture.ts';
import { worsen } from './worsen.ts';

const start = instant(Date.UTC(2026, 11, 1, 22));
const events = criterion({ measure: 'count', name: 'events', every: seconds(15) });
const at = (second: number, count: number, over?: number): Observation => ({
  criterion: 'events',
  at: plus(start, seconds(second)),
  seconds: 15,
  reading: { type: 'count', count, ...(over !== undefined && { over }) },
});
const countsOf = (readings: readonly Observation[]) =>
  readings.map(({ reading }) => (reading.type === 'count' ? reading.count : undefined));

describe('counts that are made twice as bad', () => {
  it('get the events of an interval near them', () => {
    const readings = Array.from({ length: 40 }, (_, tick) => at(15 * tick, 2));
    expect(new Set(countsOf(worsen(events, readings, { factor: 2, onset: start, seed: 1 })))).toEqual(new Set([4]));
  });

  it('get as many of a count over a gap, and for one, as come in their own time', () => {
    const readings = Array.from({ length: 40 }, (_, tick) =>
      tick % 2 === 0 ? at(30 * tick, 2) : at(30 * tick, 80, 600),
    );
    const worse = countsOf(worsen(events, readings, { factor: 2, onset: start, seed: 1 }));
    expect(worse).toEqual(readings.map((_, tick) => (tick % 2 === 0 ? 4 : 160)));
  });
});
