import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { log } from '@daywatch/daemon/src/sources/log.ts';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll } from 'vitest';
import { sourceContract } from './source-contract.ts';

let folder: string;
const stop = new AbortController();
const line = (level: number) => `${JSON.stringify({ level, time: systemClock.now(), msg: 'GET / took 7 ms' })}\n`;

/** A service that goes on writing. */
async function serve(file: string): Promise<void> {
  while (!stop.signal.aborted) {
    await appendFile(file, line(30));
    await systemClock.sleep(millis(5), stop.signal);
  }
}
let serving: Promise<void>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywatch-log-'));
  const file = join(folder, 'shop.log');
  await writeFile(file, line(50));
  serving = serve(file);
});
afterAll(async () => {
  stop.abort();
  await serving;
  await rm(folder, { recursive: true });
});

sourceContract(log, {
  options: () => ({ file: join(folder, '*.log'), format: 'pino', quiet: '10m', 'at-most': '32MB', learn: '16MB' }),
  closed: () => ({ file: join(folder, 'shop.txt'), format: 'auto', quiet: '10m', 'at-most': '32MB', learn: '16MB' }),
  refusal: /shop\.txt does not exist; .* has shop\.log/,
  silent: 'reads at once',
  secret: { option: 'file', unresolved: /\$\{ADDRESS\} is not the place of a log/ },
  queries: { rate: { bad: 'error' }, count: 'errors', check: { never: 'out of memory' } },
});
