import type { WatchProgress } from '@daywatch/shared/vocabulary/verdict.ts';

/** A day's watch, one hour in. */
export const watchProgress: WatchProgress = {
  startedAt: '2026-12-01T22:00:00.000Z',
  endsAt: '2026-12-02T22:00:00.000Z',
  latestEnd: '2026-12-03T22:00:00.000Z',
  for: '1d',
  seen: '1h',
  blind: '0s',
  remaining: '23h',
  coverage: 1,
  falseAlarmBound: 0.01,
};
