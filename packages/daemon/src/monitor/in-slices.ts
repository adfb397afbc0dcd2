import { millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { SlowWork } from '../ports/slow-work.ts';

/** So long at a time: probes, timers and requests have their turn in between. */
const slice = millis(10);

export async function inSlices<T>(work: SlowWork<T>, clock: Clock): Promise<T> {
  let began = clock.elapsed();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (clock.elapsed() - began < slice) continue;
    await clock.sleep(millis(0));
    began = clock.elapsed();
  }
}
