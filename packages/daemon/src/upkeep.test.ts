import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';
import type { Logger } from './ports/logger.ts';
import { MemoryStore } from './store/memory-store.ts';
import { startUpkeep } from './upkeep.ts';

const minute = 60_000;
/** By the clock of the machine, as whoever reads its log thinks of the night. */
const at = (day: number, hour: number, minutes: number) => new Date(2026, 11, day, hour, minutes).getTime();

beforeEach(() => vi.useFakeTimers({ now: at(1, 3, 0) }));
afterEach(() => vi.useRealTimers());

function chores() {
  const forgotBefore: Instant[] = [];
  const said: unknown[] = [];
  const store = new MemoryStore();
  store.forgetObservations = async (before) => {
    forgotBefore.push(before);
    if (forgotBefore.length === 2) throw new Error('the disk is full');
    return 7;
  };
  const log: Logger = {
    debug() {},
    info: (facts) => said.push(facts),
    warn() {},
    error: (facts) => said.push('err' in facts ? facts.err : facts),
    child: () => log,
  };
  return { forgotBefore, said, end: startUpkeep({ store, clock: systemClock, log }) };
}

it('forgets each night what is older than fifteen days, also after a night on which that failed', async () => {
  const { forgotBefore, said, end } = chores();
  await vi.advanceTimersByTimeAsync(16 * minute);
  expect(forgotBefore).toEqual([]);
  await vi.advanceTimersByTimeAsync(2 * 24 * 60 * minute + 2 * minute);
  const before = [16, 17, 18].map((day) => new Date(2026, 10, day, 3, 17).getTime());
  expect(forgotBefore.map((one) => Math.floor(one / minute) * minute)).toEqual(before);
  expect(said).toEqual([{ forgotten: 7 }, new Error('the disk is full'), { forgotten: 7 }]);
  await end();
  await vi.advanceTimersByTimeAsync(2 * 24 * 60 * minute);
  expect(forgotBefore).toHaveLength(3);
});

it('that ends at once begins nothing', async () => {
  const { forgotBefore, end } = chores();
  await end();
  await vi.advanceTimersByTimeAsync(24 * 60 * minute);
  expect(forgotBefore).toEqual([]);
});
