import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A day of 50 criteria, read every 15 seconds, from a file through the built command line: 288,000 lines.
 * Run: npm run build, then node test/bench/replay.bench.ts
 */
const program = join(import.meta.dirname, '../../packages/daemon/dist/main.mjs');
const deployedAt = Date.parse('2026-12-01T22:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'daywatch-replay-bench-'));

const measures = [
  ['rate', { rate: 'pushed', tolerance: '25%' }, (i: number) => ({ bad: i % 10 === 0 ? 1 : 0, total: 40 })],
  [
    'latency',
    { latency: 'pushed', tolerance: '10%', limit: '2s' },
    (i: number) => ({ bounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5], counts: [9, 20, 8, 3, 1, i % 5 === 0 ? 1 : 0, 0] }),
  ],
  ['count', { count: 'pushed', tolerance: '25%' }, (i: number) => ({ count: i % 20 === 0 ? 1 : 0 })],
  ['gauge', { gauge: 'pushed', tolerance: '20%' }, (i: number) => ({ value: 20 + (i % 10) })],
  ['check', { check: 'pushed' }, (i: number) => ({ ok: i % 1000 !== 0 })],
] as const;
const criteria = Array.from({ length: 50 }, (_, i) => {
  const [name, criterion, reading] = measures[i % measures.length] as (typeof measures)[number];
  return { name: `${name}-${i}`, criterion: { source: 'ci', ...criterion }, reading };
});
const plan = {
  service: 'shop',
  sources: { ci: { type: 'push' } },
  environments: {
    production: { watch: { criteria: Object.fromEntries(criteria.map(({ name, criterion }) => [name, criterion])) } },
  },
};

try {
  writeFileSync(join(folder, 'daywatch.json'), JSON.stringify(plan));
  const file = createWriteStream(join(folder, 'readings.jsonl'));
  let next = 0;
  for (let tick = 0; tick < 5760; tick++) {
    const at = new Date(deployedAt + tick * 15_000).toISOString();
    const lines = criteria.map(({ name, reading }) =>
      JSON.stringify({ at, criterion: name, seconds: 15, ...reading(next++) }),
    );
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  const words = ['replay', '--observations', 'readings.jsonl', '--deployed-at', '2026-12-01T22:00:00Z', '--json'];
  for (let run = 1; run <= 3; run++) {
    const began = performance.now();
    const { stdout, status } = spawnSync(process.execPath, [program, ...words], { cwd: folder, encoding: 'utf8' });
    const took = (performance.now() - began) / 1000;
    if (status !== 0 && status !== 1 && status !== 2) throw new Error(`it exited with ${status}`);
    console.log(`${next.toLocaleString('en')} lines in ${took.toFixed(2)} s: ${stdout.trim().split('\n').at(-1)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
