import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { mergeHistory } from './merge-history.ts';

const start = Date.UTC(2026, 11, 1, 22);
const read = (second: number, seconds: number, reading: Reading = { type: 'count', count: 0 }): Observation => ({
  criterion: 'one',
  at: instant(start + second * 1_000),
  seconds,
  reading,
});

it.each<[string, Observation[], Observation[], Observation[]]>([
  ['what was read here wins', [read(10, 15)], [read(0, 60), read(60, 60)], [read(10, 15), read(60, 60)]],
  [
    'gaps in the middle are filled',
    [read(0, 60), read(120, 60)],
    [read(60, 60)],
    [read(0, 60), read(60, 60), read(120, 60)],
  ],
  [
    'a long reading gives way where it touches one',
    [read(240, 15)],
    [read(0, 300), read(300, 300)],
    [read(240, 15), read(300, 300)],
  ],
  [
    'no data is no data',
    [],
    [read(0, 60, { type: 'absent', because: 'none' }), read(60, 60, { type: 'error', because: 'x' })],
    [],
  ],
  ['all of it, where nothing was read here', [], [read(60, 60), read(0, 60)], [read(0, 60), read(60, 60)]],
])('%s', (_, own, past, merged) => {
  expect(mergeHistory(own, past)).toEqual(merged);
});
