import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import type { CommandAnswer } from '../ports/shell.ts';
import { fullReach } from './full-reach.fixture.ts';
import { openSource } from './open-source.ts';
import { sourceTools } from './source-tools.fixture.ts';

const answer: CommandAnswer = {
  type: 'exited',
  code: 3,
  signal: null,
  output: 'signed in with hunter2-hunter3',
  complaints: '',
  folder: '/',
};

function ask(run: () => Promise<CommandAnswer>) {
  const { outbound, clock, log, memory, shell } = sourceTools();
  const plan = { sources: { tests: { type: 'command', options: {} } } } as unknown as Plan;
  const secrets = { SHOP_PASSWORD: 'hunter2-hunter3' };
  const source = openSource({
    plan,
    name: 'tests',
    secrets,
    outbound,
    clock,
    log,
    memory,
    shell: { ...shell, run },
    reach: fullReach,
  });
  const query = { run: './test.sh' };
  const probe = source.probe({ name: 'pass', measure: 'check', query, every: seconds(15) } as never);
  return probe.observe(new AbortController().signal);
}

it('what a command prints of the environment is masked, though the plan does not name it', async () => {
  expect(await ask(async () => answer)).toEqual({
    type: 'check',
    ok: false,
    because: 'tests: `./test.sh` ended with exit code 3: signed in with ${SHOP_PASSWORD}',
  });
});

it('a probe that rejects is told as a fault of its kind, masked as well', async () => {
  const rejected = ask(async () => Promise.reject(new Error('no hunter2-hunter3')));
  expect(await rejected).toEqual({ type: 'error', because: 'a fault in the source: no ${SHOP_PASSWORD}' });
});
