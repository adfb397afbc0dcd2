import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../packages/daemon/src/demo/machine/temporary-folder.ts';
import { build } from './build.ts';
import { ensureTools } from './ensure-tools.ts';
import { finish } from './finish.mjs';
import { PlainFailure } from './plain-failure.mjs';
import { run } from './run.mjs';
import { step } from './step.mjs';
import { type Outcome, runVitest, vitestRuns } from './vitest-run.ts';

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

/** A check that fails counts as one failed test; the tests run nevertheless. */
async function check({ name, command }: (typeof CHECKS)[number]): Promise<Outcome> {
  const { code, output } = await step(name, () => run(command, { cwd: ROOT }));
  if (code === 0) return { passed: 0, failed: 0, failures: [] };
  console.log(output);
  return { passed: 0, failed: 1, failures: [`${command.join(' ')}: see above.`] };
}

await finish(() =>
  counting(async (add) => {
    await ensureTools();
    await build();
    for (const one of CHECKS) add(await check(one));
    const reports = temporaryFolder('results');
    try {
      for (const [index, one] of vitestRuns(ROOT).entries()) {
        console.log(`▸ ${one.name}`);
        add(await runVitest(one, join(reports, `${index}.json`)));
      }
    } finally {
      rmSync(reports, { recursive: true });
    }
  }),
);
