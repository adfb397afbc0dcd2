import { join } from 'node:path';
import { PlainFailure } from './plain-failure.mjs';
import { run } from './run.mjs';
import { step } from './step.mjs';

/** Builds every package; what has not changed comes from turbo's cache. */
export async function build(): Promise<void> {
  await step('building', async () => {
    const { code, output } = await run(['turbo', 'run', 'build', '--output-logs=errors-only'], {
      cwd: join(import.meta.dirname, '..'),
    });
    if (code !== 0) throw new PlainFailure(`The build failed.\n${output}`);
  });
}
