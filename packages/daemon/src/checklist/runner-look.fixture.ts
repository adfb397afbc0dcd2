import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import type { RunnerLook } from '../ports/checklist-item.ts';
import { gitEnvironment } from '../runner/checkout.fixture.ts';
import { openGit } from '../runner/git.ts';
import { environmentPlan } from '../runner/world.fixture.ts';

/** A look in a folder, at the time of the test's clock. */
export const runnerLook = (folder: string, more: Partial<RunnerLook> = {}): RunnerLook => ({
  folder,
  git: openGit(folder, gitEnvironment),
  plan: environmentPlan(),
  version: { version: '1.1.0', commit: 'unknown' },
  clock: createFakeClock(),
  timeout: minutes(1),
  signal: new AbortController().signal,
  command: async () => {
    throw new Error('no command is run here');
  },
  onOutput: () => undefined,
  ...more,
});
