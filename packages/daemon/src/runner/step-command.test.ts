import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { nothingLeft } from './step-command.ts';

const step = (run: string) => ({ id: run, title: run, type: 'run', options: { run }, timeout: seconds(1) });

it.each([
  [true, 'git checkout main; git merge staging', 'git push'],
  [false, 'git push', 'git fetch'],
  [false, './deploy.sh', 'git push'],
  [false, '', './deploy.sh'],
  [false, '', 'git push && ./deploy.sh'],
])('nothing has left the checkout: %s after "%s" when "%s" fails', (expected, before, failed) => {
  const steps = before === '' ? [] : before.split('; ').map(step);
  expect(nothingLeft(steps, step(failed))).toBe(expected);
});
