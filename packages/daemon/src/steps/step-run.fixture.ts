import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { systemClock } from '../clock.ts';
import type { StepRun } from '../ports/step.ts';

/** A step's surroundings for tests: this machine's shell and clock, nobody outside; `text()` is what the step printed. */
export function stepRun(given: Partial<StepRun> & Pick<StepRun, 'folder'>): StepRun & { text(): string } {
  let printed = '';
  return {
    variables: {},
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    timeout: seconds(20),
    signal: new AbortController().signal,
    outbound: { request: async () => ({ type: 'failed', because: 'nobody is outside', after: seconds(0) }) },
    clock: systemClock,
    onOutput: (text) => {
      printed += text;
    },
    text: () => printed,
    ...given,
  };
}
