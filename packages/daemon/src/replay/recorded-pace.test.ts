import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { check, criterion, deployedAt, rate } from '../engine/scenario.fixture.ts';
import { atRecordedPace } from './recorded-pace.ts';

const errors = criterion({ measure: 'rate', name: 'errors', tolerance: 0.25 });
const healthy = criterion({ measure: 'check', name: 'healthy', severity: 'blocking' });
const shown = { written: new Set<string>(), watch: hours(24) };
const of = (name: string, at: number, length: number, reading: Observation['reading'] = rate(0, 100)): Observation => ({
  criterion: name,
  at: instant(deployedAt + at * 1000),
  seconds: length,
  reading,
});
const paceIn = (...of: Parameters<typeof atRecordedPace>) => atRecordedPace(...of)[0]?.every;

describe('the pace that a recording shows', () => {
  it('is the length of its intervals', () => {
    expect(paceIn([errors], [of('errors', 0, 60), of('errors', 60, 60)], shown)).toBe(seconds(60));
  });

  it('is not that of one long interval among others', () => {
    const readings = [of('errors', 0, 18_000), of('errors', 60, 60)];
    expect(paceIn([errors], readings, shown)).toBe(seconds(60));
  });

  it('is not that of a reading without an answer', () => {
    const readings = [of('errors', 0, 18_000, { type: 'absent', because: 'no rows' }), of('errors', 60, 60)];
    expect(paceIn([errors], readings, shown)).toBe(seconds(60));
  });

  it.each([
    { title: "is the plan's where one reading says it lasted a day", lengths: [86_400], pace: 15 },
    { title: "is the plan's where two say so", lengths: [86_400, 86_400], pace: 15 },
    { title: 'is long where three say so', lengths: [14_400, 14_400, 14_400], pace: 14_400 },
    { title: 'is an hour where one says so, of which a day has enough', lengths: [3600], pace: 3600 },
  ])('$title', ({ lengths, pace }) => {
    const readings = lengths.map((length, i) => of('errors', i, length));
    expect(paceIn([errors], readings, shown)).toBe(seconds(pace));
  });

  it("is the plan's where the plan says it", () => {
    expect(paceIn([errors], [of('errors', 0, 60)], { written: new Set(['errors']), watch: hours(24) })).toBe(
      errors.every,
    );
  });

  it.each([
    { title: 'the distance of lines that say no length', at: [0, 60, 120], before: [], pace: 60 },
    { title: 'the shortest distance, as before the deploy', at: [0, 60, 120], before: [-60, -30], pace: 30 },
    { title: "the plan's where two lines are too few to tell", at: [0, 60], before: [], pace: 15 },
    { title: "never shorter than the plan's", at: [0, 5, 10], before: [], pace: 15 },
    { title: "the plan's where all lines are of one time", at: [0, 0, 0], before: [], pace: 15 },
  ])('is $title', ({ at, before, pace }) => {
    const looks = (moments: readonly number[]) => moments.map((second) => of('healthy', second, 15, check(true)));
    const unsaid = { ...shown, unsaid: new Set(['healthy']), before: looks(before) };
    expect(paceIn([healthy], looks(at), unsaid)).toBe(seconds(pace));
  });
});
