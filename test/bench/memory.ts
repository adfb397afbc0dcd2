import { rmSync } from 'node:fs';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import { hours, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { createParts } from './daemon-parts.ts';
import { planOf, readingOf } from './many-criteria.ts';

// What the daemon needs after a day of 100 criteria, read every 15 s, stored in node:sqlite and judged: a day in some
// minutes, as its clock is moved by hand.
//   node --expose-gc test/bench/memory.ts [hours]
const criteria = 100;
const day = Number(process.argv[2] ?? 24);
const mustReach = { megabytes: 120, megabytesADay: 5 };

const folder = temporaryFolder('bench-memory');
const store = await openSqliteStore({ folder });
// What judging costs is told by the real clock, so that it rests in between as it does in a real day.
const clock = { ...createFakeClock(), elapsed: systemClock.elapsed };
let turn = 0;
const { monitor, deploy, feed } = await createParts({
  clock,
  store,
  plan: planOf(criteria),
  answer: (name) => readingOf(Number(name.slice(1)), turn++),
});
await clock.advance(hours(1));
await deploy('01DEPLOYMENT');

const megabytes = () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss / 1e6, used: (heapUsed + external) / 1e6 };
};
const used: number[] = [];
let highest = 0;
for (let hour = 1; hour <= day; hour += 1) {
  for (let part = 0; part < 12; part += 1) {
    await clock.advance(minutes(5));
    highest = Math.max(highest, process.memoryUsage().rss / 1e6);
  }
  const { resident, used: now } = megabytes();
  used.push(now);
  if (hour % 4 === 0 || hour === day) {
    console.log(`after ${String(hour).padStart(2)} h: ${resident.toFixed(0)} MB resident, ${now.toFixed(1)} MB in use`);
  }
}
const verdict = feed.current('production')?.assessment?.verdict;
await monitor.stop();
await store.close();
rmSync(folder, { recursive: true });

/** Least squares over the second half of the day, in megabytes a day. */
function slope(values: readonly number[]): number {
  const half = values.slice(Math.floor(values.length / 2));
  const middle = (half.length - 1) / 2;
  const mean = half.reduce((sum, value) => sum + value, 0) / half.length;
  const rise = half.reduce((sum, value, hour) => sum + (hour - middle) * (value - mean), 0);
  return (24 * rise) / half.reduce((sum, _, hour) => sum + (hour - middle) ** 2, 0);
}
const steepness = slope(used);
const reached = highest <= mustReach.megabytes && Math.abs(steepness) <= mustReach.megabytesADay;
console.log(
  `${turn} readings, verdict ${verdict}; at most ${highest.toFixed(0)} MB resident; ${steepness.toFixed(2)} MB a day in use over the second half`,
);
console.log(`<= ${mustReach.megabytes} MB, slope 0 ${reached ? 'reached' : 'MISSED'}`);
if (!reached) process.exitCode = 1;
