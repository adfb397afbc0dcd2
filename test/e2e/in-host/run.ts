import { writeFileSync } from 'node:fs';
import { takeCoverage } from 'node:v8';
import type { InHostResult } from './in-host-result.ts';

/** What the editor calls in its extension host. The results go to the file that `DAYWATCH_IN_HOST_RESULTS` names. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout: 60_000 });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./suite/activation.ts');
  await import('./suite/plan.ts');
  await import('./suite/deployment.ts');
  await import('./suite/agents.ts');
  const results: InHostResult[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', ({ title }) => results.push({ title }))
      .on('fail', ({ title }, error: Error) => results.push({ title, failure: error.stack ?? error.message }));
  });
  takeCoverage();
  writeFileSync(process.env.DAYWATCH_IN_HOST_RESULTS ?? '', JSON.stringify(results));
}
