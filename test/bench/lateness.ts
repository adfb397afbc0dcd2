import { rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { nextDue } from '@daywatch/daemon/src/engine/due.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { schedule } from 'node-cron';
import { createParts } from './daemon-parts.ts';
import { planOf, readingOf } from './many-criteria.ts';

// How late 2,000 criteria are read on the 15 s grid while all of it is stored and judged, and how late node-cron is
// with 2,000 jobs that do nothing.
//   node test/bench/lateness.ts
const criteria = 2_000;
const every = seconds(15);
const rounds = 3;
const mustReach = 30;

function quantiles(lateness: readonly number[]): string {
  const sorted = lateness.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(0);
  return `${String(sorted.length).padStart(5)} readings: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms`;
}
const p99 = (lateness: readonly number[]) =>
  lateness.toSorted((a, b) => a - b)[Math.ceil(0.99 * lateness.length) - 1] ?? Number.NaN;

/** Timers fire a millisecond early now and then: that is on time, and not almost a whole interval late. */
const sinceLast = (late: number): number => (late > every - 5 ? 0 : late);

/** Jobs of node-cron all fire on the quarter minute. */
async function cronLateness(): Promise<number[]> {
  const lateness: number[] = [];
  const jobs = Array.from({ length: criteria }, () =>
    schedule('*/15 * * * * *', () => void lateness.push(sinceLast(Date.now() % every)), {
      logger: { info() {}, warn() {}, error() {}, debug() {} },
    }),
  );
  await sleep(rounds * every);
  for (const job of jobs) await job.destroy();
  return lateness;
}

async function daemonLateness(): Promise<{ readonly lateness: number[]; readonly cpu: number }> {
  const folder = temporaryFolder('bench-lateness');
  const store = await openSqliteStore({ folder });
  const lateness: number[] = [];
  let isMeasured = false;
  let turn = 0;
  const { monitor, deploy } = await createParts({
    clock: systemClock,
    store,
    plan: planOf(criteria),
    answer(name) {
      const now = systemClock.now();
      if (isMeasured) lateness.push(sinceLast(now - nextDue({ name, every }, now) + every));
      return readingOf(Number(name.slice(1)), turn++);
    },
  });
  await sleep(every);
  await deploy('01DEPLOYMENT');
  await sleep(every);
  isMeasured = true;
  const cpu = process.cpuUsage();
  const began = performance.now();
  await sleep(rounds * every);
  const { user, system } = process.cpuUsage(cpu);
  const share = (user + system) / 1_000 / (performance.now() - began);
  isMeasured = false;
  await monitor.stop();
  await store.close();
  rmSync(folder, { recursive: true });
  return { lateness, cpu: share };
}

const ours = await daemonLateness();
const cron = await cronLateness();
const reached = p99(ours.lateness) <= mustReach;
console.log(
  `daywatch   ${quantiles(ours.lateness)}, measured, stored and judged (${(ours.cpu * 100).toFixed(0)} % of a core)`,
);
console.log(`node-cron  ${quantiles(cron)}, doing nothing`);
console.log(
  `ratio of the p99: ${(p99(ours.lateness) / p99(cron)).toFixed(2)}; p99 <= ${mustReach} ms ${reached ? 'reached' : 'MISSED'}`,
);
if (!reached) process.exitCode = 1;
