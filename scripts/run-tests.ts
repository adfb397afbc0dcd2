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

/** What it printed, under its name and how long it took, in one piece: others run beside it. */
function tell(name: string, began: number, output: string): void {
  console.log(`▸ ${name} … ${Math.round((performance.now() - began) / 1000)} s\n${output}`.trimEnd());
}

/** A check that fails counts as one failed test; the tests run nevertheless. */
async function check({ name, command }: (typeof CHECKS)[number]): Promise<Outcome> {
  const began = performance.now();
  const { code, output } = await run(command, { cwd: ROOT, yielding: true });
  tell(name, began, code === 0 ? '' : output);
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
        const began = performance.now();
        const { output, ...outcome } = await runVitest(one, reports, { yielding });
        tell(one.name, began, output);
        add(outcome);
      }
    };
    const { computing, editor, stories, measuring } = vitestRuns(ROOT);
    try {
      await Promise.all([
        test(editor),
        test(stories),
        (async () => {
          for (const one of CHECKS) add(await check(one));
          await test(computing, { yielding: true });
        })(),
      ]);
      await test(measuring);
    } finally {
      rmSync(reports, { recursive: true });
    }
  }),
);
