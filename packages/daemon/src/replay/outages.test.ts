import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { absent, check, criterion, deployedAt, error, rate } from '../engine/scenario.fixture.ts';
import { countOutages } from './outages.ts';
import { seriesOf } from './series.ts';

const site = criterion({ measure: 'check', name: 'site', severity: 'blocking' });
const [good, bad] = [check(true), check(false)];
const read = (readings: readonly Reading[]): Observation[] =>
  readings.map((reading, i) => ({ criterion: 'site', at: instant(deployedAt + i * 60_000), seconds: 60, reading }));
const counted = (readings: readonly Reading[], of: Partial<typeof site> = {}) =>
  countOutages({ criteria: [{ ...site, ...of }], series: seriesOf(read(readings)), leaveOut: [], watch: hours(24) });
const day = (...at: readonly number[]) => Array.from({ length: 1440 }, (_, i) => (at.includes(i) ? bad : good));

describe('outages of the past', () => {
  it.each<[string, readonly Reading[], number]>([
    ['two failed looks are none', [bad, bad, good, bad, bad], 0],
    ['three in a row are one', [good, bad, bad, bad, good], 1],
    ['a longer one is one as well', [bad, bad, bad, bad, bad, bad, bad, good], 1],
    ['each is counted', [bad, bad, bad, good, bad, bad, bad], 2],
    ['a look that could not be made ends no row', [bad, absent, bad, error, bad], 1],
    ['looks that were summed up failed when one of them did', [bad, rate(1, 4), rate(2, 4), rate(0, 4)], 1],
  ])('%s', (_, readings, times) => expect(counted(readings)).toMatchObject([{ name: 'site', times }]));

  it('cost as many watches as meet one by chance', () => {
    expect(counted(day(10, 11, 12))[0]).toMatchObject({ times: 1, span: hours(24) });
    expect(counted(day(10, 11, 12))[0]?.share).toBeCloseTo(1 - Math.exp(-1), 9);
    expect(counted([...day(10, 11, 12), ...day(), ...day(), ...day()])[0]?.share).toBeCloseTo(1 - Math.exp(-1 / 4), 9);
    expect(counted(day())).toEqual([{ name: 'site', times: 0, span: hours(24), watch: hours(24), share: 0 }]);
  });

  it('are not looked for where deploys or bad versions were', () => {
    const leaveOut = [{ from: minus(deployedAt, hours(1)), to: plus(deployedAt, hours(1)) }];
    const series = seriesOf(read(day(10, 11, 12)));
    expect(countOutages({ criteria: [site], series, leaveOut, watch: hours(24) })).toMatchObject([
      { times: 0, span: hours(23) },
    ]);
  });

  it.each<[string, Partial<typeof site>]>([
    ['that is not blocking', { severity: 'critical' }],
    ['that never decides', { dryRun: true }],
    ['that fails sooner, at its first confirmed violation', { integrity: true }],
  ])('are no rule for a check %s', (_, of) => expect(counted(day(10, 11, 12), of)).toEqual([]));

  it('are not told of what nothing is known of', () => expect(counted([])).toEqual([]));
});
