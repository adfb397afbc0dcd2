// How fast a source of type log catches up with what has piled up: 100 MB of lines as services write them.
// Run: node test/bench/log.ts
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import type { Occasion } from '@daywatch/daemon/src/ports/source.ts';
import { log } from '@daywatch/daemon/src/sources/log.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import { minus, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';

const size = 100_000_000;
/** One line in fifty is an error, of a hundred kinds. */
const isError = (at: number): boolean => at % 50 === 0;
const places = [
  'checkout',
  'orders',
  'payments',
  'stock',
  'sessions',
  'mail',
  'search',
  'reports',
  'basket',
  'products',
];

function pinoLine(at: number): string {
  const place = places[at % 10] ?? 'shop';
  const stack = `TypeError: ${place} of order ${at} is not iterable\n    at ${place} (/srv/shop/src/${place}.ts:12:7)\n    at node:internal/x:1:1`;
  return JSON.stringify({
    level: isError(at) ? 50 : 30,
    time: 1_796_162_400_000 + at,
    pid: 812,
    hostname: 'shop-1',
    requestId: `01JE${at.toString(36).padStart(8, '0')}`,
    ...(isError(at) && { err: { type: 'TypeError', message: `${place} of order ${at} is not iterable`, stack } }),
    msg: isError(at) ? `GET /${place}/${at} failed` : `GET /${place}/${at} answered 200 after ${at % 97} ms`,
  });
}

function plainLine(at: number): string {
  const place = places[at % 10] ?? 'shop';
  const time = new Date(1_796_162_400_000 + at).toISOString();
  if (!isError(at)) return `${time} INFO  [${place}] GET /${place}/${at} answered 200 after ${at % 97} ms`;
  return `${time} ERROR [${place}] GET /${place}/${at} failed\nTypeError: ${place} of order ${at} is not iterable\n    at ${place} (/srv/shop/src/${place}.ts:12:7)`;
}

async function write(file: string, lineOf: (at: number) => string): Promise<number> {
  const handle = await open(file, 'a');
  let events = 0;
  for (let written = 0; written < size; ) {
    const lines = Array.from({ length: 5_000 }, () => lineOf(events++));
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    await handle.write(bytes);
    written += bytes.length;
  }
  await handle.close();
  return events;
}

async function catchUp(format: string, lineOf: (at: number) => string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daywatch-bench-'));
  const file = join(folder, 'shop.log');
  try {
    await (await open(file, 'a')).close();
    const options = log.options.parse({ file, 'at-most': '1GB' });
    const source = log.open(options, sourceTools({ name: 'logs', clock: systemClock, memory: shortMemory() }));
    const since = minus(systemClock.now(), minutes(1));
    const occasion: Occasion = { deployed: { deployment: '1', version: '1', commit: '1', since } };
    // As a plan asks: three questions of one log.
    const probes = [
      source.probe({ name: 'rate', measure: 'rate', query: { bad: 'error' } }),
      source.probe({ name: 'new', measure: 'count', query: 'new-signatures' }),
      source.probe({ name: 'never', measure: 'check', query: { never: 'heap out of memory' } }),
    ];
    const ask = () => Promise.all(probes.map((probe) => probe.observe(systemClock.timeout(seconds(300)), occasion)));
    await ask();
    const events = await write(file, lineOf);
    const rss = process.memoryUsage.rss();
    const cpu = process.cpuUsage();
    const start = systemClock.elapsed();
    const [rate] = await ask();
    const took = (systemClock.elapsed() - start) / 1_000;
    const used = process.cpuUsage(cpu);
    if (rate?.type !== 'rate' || rate.total < events)
      throw new Error(`it read ${JSON.stringify(rate)} of ${events} events`);
    const grown = (process.memoryUsage.rss() - rss) / 1e6;
    console.log(
      `${format.padEnd(6)} ${Math.round(events / took).toLocaleString('en')} events/s, ${(size / 1e6 / took).toFixed(0)} MB/s, ` +
        `${((used.user + used.system) / events).toFixed(1)} us CPU an event, +${grown.toFixed(0)} MB; ${rate.bad} of ${rate.total} at error`,
    );
    await source.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}

await catchUp('pino', pinoLine);
await catchUp('plain', plainLine);
