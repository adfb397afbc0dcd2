import { inSeconds, minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { WatchSetup } from '../ports/engine.ts';
import { defaultTuning, type Tuning } from './tuning.ts';

/** The promise for one watch: everything that is a time follows its length. */
export function tuningFor({ settings }: Pick<WatchSetup, 'settings'>): Tuning {
  return {
    ...defaultTuning,
    horizonSeconds: inSeconds(settings.for),
    settleSeconds: inSeconds(settings.settle),
    goEarliestSeconds: inSeconds(settings.earliestGo),
    staleSeconds: Math.min(inSeconds(minutes(5)), inSeconds(settings.for) / 10),
  };
}
