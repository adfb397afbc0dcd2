import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../packages/daemon/src/demo/machine/temporary-folder.ts';
import { build } from './build.ts';
import { ensureTools } from './ensure-tools.ts';
import { finish } from './finish.mjs';
import { PlainFailure } from './plain-failure.mjs';
import { run } from './run.mjs';
import { type Outcome, runVitest, type VitestRun, vitestRuns } from './vitest-run.ts';

const ROOT = join(import.meta.dirname, '..');

const CHECKS: readonly { name: string; command: readonly string[] }[] = [
  { name: 'linting', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'looking for dead code', command: ['knip'] },
  { name: 'checking types', command: ['turbo', 'run', 'typecheck', '--output-logs=errors-only'] },
];

/** The last line is read by CI. */
async function counting(work: (add: (count: Outcome) => void) => Promise<void>): Promise<number> {
  const total = { passed: 0, failed: 0 };
  const failures: string[] = [];
  const add = (count: Outcome) => {
    total.passed += count.passed;
    total.failed += count.failed;
    failures.push(...count.failures);
  };
  try {
    await work(add);
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    add({ passed: 0, failed: 1, failures: [error.message] });
  }
  for (const failure of failures) console.log(`✗ ${failure}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

/** A run that hangs, and a CI that ends what is silent, shall know what is waited for. Milliseconds. */
const signOfLife = 2 * 60_000;
/** What runs now, by its name: since when. */
const running = new Map<string, number>();
/** Ctrl+C, or a CI that has no more time: what runs tells how far it came, and nothing more begins. */
let stoppedBy: NodeJS.Signals | undefined;

const since = (began: number) => `${Math.round((performance.now() - began) / 1000)} s`;

/** What it printed, under its name and how long it took, in one piece: others run beside it. */
async function told<T extends { output: string }>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  running.set(name, began);
  const result = await work().finally(() => running.delete(name));
  console.log(`▸ ${name} … ${since(began)}\n${result.output}`.trimEnd());
  return result;
}

/** A check that fails counts as one failed test; the tests run nevertheless. */
async function check({ name, command }: (typeof CHECKS)[number]): Promise<Outcome> {
  const { code } = await told(name, async () => {
    const ended = await run(command, { cwd: ROOT, yielding: true });
    return ended.code === 0 ? { ...ended, output: '' } : ended;
  });
  return code === 0
    ? { passed: 0, failed: 0, failures: [] }
    : { passed: 0, failed: 1, failures: [`${command.join(' ')}: see above.`] };
}

await finish(() =>
  counting(async (add) => {
    await ensureTools();
    await build();
    const reports = temporaryFolder('results');
    const test = async (runs: readonly VitestRun[], { yielding = false } = {}) => {
      for (const one of runs) {
        if (stoppedBy !== undefined) return;
        add(await told(one.name, () => runVitest(one, reports, { yielding })));
      }
    };
    const signs = setInterval(() => {
      const names = [...running].map(([name, began]) => `${name} ${since(began)}`);
      console.log(`▸ still at work: ${names.join(', ')}`);
    }, signOfLife);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stoppedBy = signal));
    const { computing, editor, stories, measuring } = vitestRuns(ROOT);
    try {
      await Promise.all([
        test(editor),
        test(stories),
        (async () => {
          for (const one of CHECKS) if (stoppedBy === undefined) add(await check(one));
          await test(computing, { yielding: true });
        })(),
      ]);
      await test(measuring);
      if (stoppedBy !== undefined) throw new PlainFailure(`Stopped by ${stoppedBy}.`);
    } finally {
      clearInterval(signs);
      rmSync(reports, { recursive: true });
    }
  }),
);
