import { expect, it } from 'vitest';
import { packRecent, unpackRecent } from './pack-recent.ts';
import { noRecentValues, rememberValues } from './recent-values.ts';
import { histogram, samples } from './statistics/distribution.ts';

const ofSamples = noRecentValues();
for (let i = 0; i < 45; i++) rememberValues(ofSamples, samples([i / 7, i]));
const ofBuckets = noRecentValues();
for (let i = 0; i < 45; i++) rememberValues(ofBuckets, histogram([1, 2], [i, 0, 1]));

it.each([
  ['that came one by one', ofSamples, null],
  ['in buckets, whose bounds are told apart from them', ofBuckets, [1, 2]],
  ['of which there are none yet', noRecentValues(), null],
])('last values %s are bare numbers, from which they come back', (_, recent, bounds) => {
  const packed = JSON.parse(JSON.stringify(packRecent(recent)));
  expect(packed.every((one: unknown) => typeof one === 'number')).toBe(true);
  expect(unpackRecent(packed, bounds)).toEqual(recent);
});

it('last values that are cut short are refused', () => {
  const packed = packRecent(ofSamples);
  expect(() => unpackRecent(packed.slice(0, -1), null)).toThrow('less of the last values than there is');
  expect(() => unpackRecent(packed.slice(0, 2), null)).toThrow('less of the last values than there is');
});
