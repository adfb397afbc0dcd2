import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { hours, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { deployTo, given, startBuiltDaemon } from './built-daemon.ts';
import { planOf } from './many-criteria.ts';
import { megabytesOf } from './process-usage.ts';

// What the built daemon needs after a day of 100 criteria, read every 15 s from a page of metrics, stored and judged.
// Its time goes by 60 times as fast: a day in 25 minutes, with an hour before the deploy.
//   npm run build && node test/bench/memory.ts [hours]
const criteria = 100;
const day = Number(process.argv[2] ?? 24);
const faster = 60;
const mustReach = { megabytes: 120, megabytesADay: 5 };

let scrapes = 0;
const page = (): string => {
  scrapes += 1;
  const [asked, some] = [100 * scrapes, scrapes % 13];
  return [
    '# TYPE requests counter',
    `requests{status="200"} ${asked}`,
    `requests{status="404"} ${Math.floor(scrapes / 7)}`,
    `requests{status="500"} ${Math.floor(scrapes / 13)}`,
    '# TYPE duration_seconds histogram',
    ...[0.05, 0.1, 0.25, 0.5, 1].map(
      (bound, index) => `duration_seconds_bucket{le="${bound}"} ${Math.floor(asked * (1 - 0.4 / 5 ** index))}`,
    ),
    `duration_seconds_bucket{le="+Inf"} ${asked}`,
    `duration_seconds_sum ${asked * 0.07}`,
    `duration_seconds_count ${asked}`,
    '# TYPE crashes_total counter',
    `crashes_total ${Math.floor(scrapes / 500)}`,
    '# TYPE connections gauge',
    `connections ${40 + some}`,
    '',
  ].join('\n');
};
const shop = createServer((_, response) => void response.end(page())).listen(0, '127.0.0.1');
await once(shop, 'listening');
const { port } = shop.address() as AddressInfo;

const folder = temporaryFolder('bench-memory');
writeFileSync(join(folder, 'daywatch.yaml'), planOf(criteria, '7d').replace('shop.test', `127.0.0.1:${port}`));
const daemon = await startBuiltDaemon({
  folder,
  nodeOptions: ['--expose-gc', '--require', fileURLToPath(new URL('./fast-time.cjs', import.meta.url))],
  environment: { BENCH_FASTER: String(faster) },
  answersMessages: true,
});
const inUse = async (): Promise<number> => {
  daemon.child.send('memory');
  const [megabytes] = await once(daemon.child, 'message');
  return Number(megabytes);
};
await sleep(hours(1) / faster);
await deployTo(daemon);

const used: number[] = [];
let highest = 0;
for (let hour = 1; hour <= day; hour += 1) {
  for (let part = 0; part < 12; part += 1) {
    await sleep(minutes(5) / faster);
    highest = Math.max(highest, megabytesOf(daemon.pid));
  }
  const now = await inUse();
  used.push(now);
  if (hour % 4 === 0 || hour === day) {
    const resident = megabytesOf(daemon.pid).toFixed(0);
    console.log(`after ${String(hour).padStart(2)} h: ${resident} MB resident, ${now.toFixed(1)} MB in use`);
  }
}
const { verdict } = given(await daemon.client.environment({ environment: 'production' }));
const judged = verdict.criteria.filter(({ state, lastReadingAt }) => lastReadingAt !== undefined && state !== 'blind');
const ended = once(daemon.child, 'exit');
daemon.child.kill('SIGTERM');
await ended;
shop.close();
shop.closeAllConnections();
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
  `${scrapes} scrapes, ${judged.length} of ${criteria} criteria seen, verdict ${verdict.verdict}; at most ${highest.toFixed(0)} MB resident; ` +
    `${steepness.toFixed(2)} MB a day in use over the second half`,
);
console.log(`<= ${mustReach.megabytes} MB, slope 0 ${reached ? 'reached' : 'MISSED'}`);
if (!reached) process.exitCode = 1;
