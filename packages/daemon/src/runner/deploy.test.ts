import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { environmentPlan, usualSteps, World } from './world.fixture.ts';

// Real processes: on a busy machine they take seconds.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.close());

const signOff = {
  by: 'people',
  type: 'sign-off',
  id: 'reviewed',
  title: 'Rollback reviewed',
  role: 'devops-lead',
} as const;
const check = (run: string) =>
  ({ by: 'runner', type: 'run', id: 'tests', title: 'All tests pass', options: { run }, timeout: seconds(5) }) as const;

describe('a deployment', () => {
  it('merges, pushes, runs the script, verifies, and hands over to the watch', async () => {
    expect(await world.deploy({ checklist: [check('true')] })).toEqual({ type: 'done' });
    expect(world.fake.steps()).toEqual([
      'preflight/tests passed',
      'deploying/git-checkout-main passed',
      'deploying/git-merge-no-edit-staging passed',
      'deploying/git-push-origin-main passed',
      'deploying/deploy-sh passed',
      'verifying/test-f-deployed passed',
    ]);
    expect(world.fake.deployment).toMatchObject({
      phase: 'watching',
      version: { version: '1.1.0', commit: world.checkout.staged },
      rollbackTarget: { version: '1.0.0', commit: world.checkout.stable },
    });
    expect(readFileSync(join(world.checkout.folder, 'deployed'), 'utf8')).toBe('1.1.0');
    expect(world.checkout.git('ls-remote', 'origin', 'main')).toContain(world.checkout.staged);
    expect(world.fake.deployment?.steps.find(({ id }) => id === 'deploy-sh')?.tail).toBe('deploying 1.1.0\n');
  });

  it('registers a plan once', async () => {
    await world.deploy();
    world.checkout.git('checkout', '-q', 'main');
    await world.deploy({}, { id: '01JE00000000000000000000A2' });
    expect(world.fake.plans).toHaveLength(1);
  });

  it('fills in what is deployed', async () => {
    await world.deploy({ deploy: [`echo "\${version} of \${ref}" > deployed`] });
    expect(readFileSync(join(world.checkout.folder, 'deployed'), 'utf8')).toBe('1.1.0 of staging\n');
    expect(world.fake.deployment?.steps[0]?.title).toBe('echo "1.1.0 of staging" > deployed');
  });

  it('without a branch to deploy takes the current commit', async () => {
    await world.deploy({ from: null, deploy: ['./deploy.sh'] });
    expect(world.fake.deployment?.version).toEqual({ version: '1.0.0', commit: world.checkout.stable });
  });

  it('goes back to the last stable version that the daemon knows rather than to a tag', async () => {
    const commit = world.checkout.commit('Hotfix', { 'package.json': '{ "version": "1.0.1" }' });
    world.checkout.git('push', '-q', 'origin', 'main');
    world.fake.planHash = 'an older plan';
    world.fake.lastStable = { version: '1.0.1', commit };
    await world.deploy();
    expect(world.fake.deployment?.rollbackTarget).toEqual({ version: '1.0.1', commit });
  });
});

describe('warns before it begins', () => {
  it('when what is deployed has not all that is in production', async () => {
    world.checkout.commit('Hotfix', { hotfix: '1' });
    await world.deploy();
    expect(world.warnings()).toEqual([
      'main has 1 commit (Hotfix) that staging has not: nobody has tried the two together. Merge main into it.',
    ]);
  });

  it('when there is more upstream', async () => {
    world.checkout.git('push', '-q', '-u', 'origin', 'staging');
    world.checkout.git('branch', '-q', '-f', 'staging', 'staging~1');
    await world.deploy();
    expect(world.warnings()).toEqual([
      'staging is behind its upstream by 1 commit (Version 1.1.0): to deploy that too, git pull there first.',
    ]);
  });

  it('of nothing when a merge is all that main has more', async () => {
    await world.deploy({ deploy: ['git merge -q --no-ff --no-edit staging', './deploy.sh'] });
    await world.deploy({}, { id: '01JE00000000000000000000A2' });
    expect(world.warnings()).toEqual([]);
  });
});

describe('does not begin', () => {
  it('with changes that are not committed', async () => {
    world.checkout.write('speed', 'x');
    world.checkout.git('add', 'speed');
    expect(await world.deploy()).toMatchObject({
      type: 'failed',
      because: 'The checkout has changes that are not committed: speed.',
    });
    expect(world.fake.deployment).toBeUndefined();
    expect(await world.deploy({ deploy: ['./deploy.sh'] })).toEqual({ type: 'done' });
  });

  it('when the branch is not there', async () => {
    expect(await world.deploy({ from: 'stagin' })).toMatchObject({
      because: '"stagin" is not a branch or a commit of this checkout.',
    });
  });

  it('with another commit than the one that was agreed to', async () => {
    const [expected, staged] = [world.checkout.staged, world.checkout.staged.slice(0, 7)];
    world.checkout.git('branch', '-q', '-f', 'staging', world.checkout.stable);
    expect(await world.deploy({}, { expected })).toEqual({
      type: 'failed',
      because: `By now it would be 1.0.0 (${world.checkout.stable.slice(0, 7)}), not ${staged} as expected. Nothing has begun.`,
      hint: 'See what would be done: daywatch deploy production --preview',
    });
    expect(world.fake.deployment).toBeUndefined();
    world.checkout.git('branch', '-q', '-f', 'staging', expected);
    expect(await world.deploy({}, { expected: staged.toUpperCase() })).toEqual({ type: 'done' });
  });

  it('while somebody else deploys', async () => {
    const first = world.deploy({ deploy: ['until [ -e go ]; do sleep 0.05; done'], verify: ['true'] });
    await world.until(() => world.fake.deployment?.phase === 'deploying');
    expect(await world.deploy({ deploy: ['true'] }, { id: '01JE00000000000000000000A2' })).toEqual({
      type: 'failed',
      because: expect.stringMatching(/^Another runner is at work in this checkout: daywatch deploy production /),
      hint: 'Wait for it, or end it with Ctrl-C.',
    });
    world.checkout.write('go', '');
    expect(await first).toEqual({ type: 'done' });
  });

  it('when nobody is there to record it', async () => {
    world.fake.away = true;
    expect(await world.deploy()).toMatchObject({ type: 'unknown', because: 'The daemon does not answer.' });
    expect(existsSync(join(world.checkout.folder, 'deployed'))).toBe(false);
  });
});

describe('the checklist', () => {
  it('stops the deployment when a command fails, after running all of them', async () => {
    const second = { ...check('true'), id: 'lint', title: 'Lint' };
    expect(await world.deploy({ checklist: [check('exit 2'), second] })).toMatchObject({
      type: 'failed',
      because: 'The checklist is not fulfilled: All tests pass: exit code 2',
    });
    expect(world.fake.steps()).toEqual(['preflight/tests failed', 'preflight/lint passed']);
    expect(world.fake.deployment?.phase).toBe('cancelled');
  });

  it('names who has not signed', async () => {
    expect(await world.deploy({ checklist: [signOff] })).toMatchObject({
      because: 'The checklist is not fulfilled: Rollback reviewed: devops-lead has not signed',
      hint: expect.stringContaining('--wait-for-sign-offs'),
    });
  });

  it('goes on when the last missing item is signed', async () => {
    const ending = world.deploy({ checklist: [signOff] }, { signOffPatience: seconds(10) });
    await world.until(() => world.told.some(({ type }) => type === 'waiting-for-checklist'));
    world.fake.signOff('reviewed');
    expect(await ending).toEqual({ type: 'done' });
    expect(world.told).toContainEqual({
      type: 'item-fulfilled',
      item: 'reviewed',
      title: 'Rollback reviewed',
      because: 'signed by devops',
    });
  });

  it('is missed before the first step when a sign-off is withdrawn behind the preflight', async () => {
    world.onTold = (event) => {
      if (event.type === 'waiting-for-checklist') world.fake.signOff('reviewed');
      if (event.type === 'phase-started' && event.phase === 'deploying') world.fake.withdraw('reviewed');
    };
    const ending = await world.deploy({ checklist: [signOff] }, { signOffPatience: seconds(10) });
    expect(ending).toMatchObject({
      type: 'failed',
      because: expect.stringContaining('The checklist of production is not fulfilled: Rollback reviewed'),
    });
    expect(world.fake.steps()).toEqual([]);
    expect(existsSync(join(world.checkout.folder, 'deployed'))).toBe(false);
    expect(world.fake.deployment).toMatchObject({
      phase: 'interrupted',
      because: expect.stringContaining('The checklist of production is not fulfilled'),
    });
  });

  it('was for one commit: when the branch moves on meanwhile, nothing is deployed', async () => {
    world.onTold = (event) => {
      if (event.type !== 'waiting-for-checklist') return;
      world.checkout.git('branch', '-q', '-f', 'staging', 'staging~1');
      world.fake.signOff('reviewed');
    };
    const ending = await world.deploy({ checklist: [signOff] }, { signOffPatience: seconds(10) });
    expect(ending).toEqual({
      type: 'failed',
      because: expect.stringMatching(
        /^While the checklist was looked at, staging has moved on from [0-9a-f]{7} to [0-9a-f]{7}\.$/,
      ),
      hint: 'Deploy again, for what is there now: daywatch deploy production',
    });
    expect(world.fake.deployment?.phase).toBe('cancelled');
    expect(world.fake.steps()).toEqual([]);
  });

  it('can be overridden with a reason, and all that was missing is recorded', async () => {
    expect(await world.deploy({ checklist: [check('exit 1'), signOff] }, { override: 'the site is down' })).toEqual({
      type: 'done',
    });
    expect(world.fake.reports).toContainEqual({
      type: 'phase-finished',
      phase: 'preflight',
      outcome: 'passed',
      because:
        'overridden (the site is down): All tests pass: exit code 1; Rollback reviewed: devops-lead has not signed',
    });
  });
});

describe('a failed step', () => {
  it('of a merge leaves the tree as it was', async () => {
    const before = world.checkout.commit('Another speed', { speed: 'slow' });
    world.checkout.git('checkout', '-q', '-b', 'desk');
    expect(await world.deploy()).toMatchObject({
      type: 'failed',
      because: 'git merge --no-edit staging: exit code 1',
      hint: 'production is as it was: nothing has left this checkout. Mend it and deploy again: daywatch deploy production',
    });
    expect(world.fake.steps().slice(-2)).toEqual([
      'deploying/git-merge-no-edit-staging failed',
      'deploying/restore-the-checkout passed',
    ]);
    expect(world.checkout.git('symbolic-ref', '--short', 'HEAD')).toBe('desk');
    expect(world.checkout.git('rev-parse', 'main')).toBe(before);
    expect(world.checkout.git('status', '--porcelain')).toBe('');
    expect(world.fake.deployment).toMatchObject({ phase: 'cancelled' });
  });

  it('of a push says what was not pushed', async () => {
    world.checkout.write('../origin.git/hooks/pre-receive', '#!/bin/sh\necho "main is protected" >&2\nexit 1\n', true);
    await world.deploy();
    const [push, restore] = world.fake.deployment?.steps.slice(2) ?? [];
    expect(push).toMatchObject({ state: 'failed', tail: expect.stringContaining('main is protected') });
    expect(world.fake.deployment?.steps.at(-1)?.tail).toContain('main keeps what was not pushed (commits: 2)');
    expect(restore?.state).toBe('waiting');
  });

  it('of the script leaves the checkout where it is', async () => {
    expect(await world.deploy({ deploy: ['git checkout staging', 'exit 7'] })).toMatchObject({
      because: 'exit 7: exit code 7',
    });
    expect(world.checkout.git('symbolic-ref', '--short', 'HEAD')).toBe('staging');
  });

  it('of the verification is reported with all others, and no watch begins', async () => {
    expect(await world.deploy({ deploy: ['true'], verify: ['exit 1', 'true', 'exit 2'] })).toMatchObject({
      because: 'The new version does not pass its verification: exit 1: exit code 1; exit 2: exit code 2',
    });
    expect(world.fake.deployment?.phase).toBe('failed');
  });

  it('does not tell anybody the secrets that it prints', async () => {
    world.withSecrets({ SHOP_TOKEN: 'tops3cret!' });
    await world.deploy({ deploy: [`echo "token: \${SHOP_TOKEN}"; printf "\${SHOP_TOKEN}"`] });
    expect(JSON.stringify(world.fake.reports)).not.toContain('tops3cret!');
    expect(world.fake.deployment?.steps[0]?.tail).toBe(`token: \${SHOP_TOKEN}\n\${SHOP_TOKEN}`);
  });

  it('keeps its output short enough for the daemon, however much longer masking makes it', async () => {
    world.withSecrets({ A_TOKEN_WITH_A_LONG_NAME: 'tops3cret!' });
    await world.deploy({ deploy: [`for i in $(seq 2000); do echo "\${A_TOKEN_WITH_A_LONG_NAME}"; done`] });
    expect(world.fake.deployment?.steps[0]?.tail?.length).toBe(16_000);
  });

  it('says nothing secret of why it failed, however often it says it', async () => {
    world.withSecrets({ SHOP_TOKEN: 'tops3cret!' });
    const outbound = world.tools().outbound;
    outbound.request = async () => ({ type: 'failed', because: '/tops3cret!: refused', after: seconds(0) });
    const asking = {
      id: 'ask',
      title: 'ask',
      type: 'get',
      options: { get: 'http://x', expect: 200 },
      timeout: millis(1),
    };
    const environment = { ...environmentPlan({ deploy: ['true'] }), verify: [asking] };
    const ending = await world.deploy({}, { environment });
    expect(ending).toMatchObject({ because: expect.stringContaining(`ask: /\${SHOP_TOKEN}: refused`) });
    expect(JSON.stringify(world.fake.reports)).not.toContain('tops3cret!');
  });
});

describe('an interruption', () => {
  it('ends the step, tells the daemon, and says how to go on', async () => {
    const ending = world.deploy({ deploy: ['touch begun; sleep 30'] });
    await world.until(() => existsSync(join(world.checkout.folder, 'begun')));
    world.interrupt();
    expect(await ending).toEqual({
      type: 'interrupted',
      because: 'SIGINT',
      hint: 'Go on with it: daywatch deploy production --resume 01JE00000000000000000000A1',
    });
    expect(world.fake.deployment).toMatchObject({ phase: 'interrupted', because: 'SIGINT' });
  });

  it('is resumed after the steps that passed, back on the branch that they had come to', async () => {
    const steps = [...usualSteps.slice(0, 3), 'test -f ready || sleep 30', './deploy.sh'];
    const ending = world.deploy({ deploy: steps });
    await world.until(() =>
      world.told.some((event) => event.type === 'step-started' && event.title.startsWith('test')),
    );
    world.interrupt();
    await ending;
    world.checkout.git('checkout', '-q', 'staging');
    world.checkout.write('ready', '');
    world.fake.reports.splice(0);
    expect(await world.deploy({ deploy: steps }, { resume: true })).toEqual({ type: 'done' });
    expect(world.fake.steps()).toEqual([
      'deploying/git-checkout-main passed',
      'deploying/test-f-ready-sleep-30 passed',
      'deploying/deploy-sh passed',
      'verifying/test-f-deployed passed',
    ]);
    expect(world.checkout.git('symbolic-ref', '--short', 'HEAD')).toBe('main');
    expect(world.fake.deployment?.phase).toBe('watching');
  });

  it('is not resumed with another commit', async () => {
    const ending = world.deploy({ deploy: ['touch begun; sleep 30'] });
    await world.until(() => existsSync(join(world.checkout.folder, 'begun')));
    world.interrupt();
    await ending;
    world.checkout.git('branch', '-f', 'staging', 'main');
    expect(await world.deploy({ deploy: ['true'] }, { resume: true })).toMatchObject({
      type: 'failed',
      because: expect.stringContaining('staging has moved on since this deployment began'),
    });
  });
});

it('goes on while the daemon is briefly away, and tells everything in order afterwards', async () => {
  const steps = ['touch begun; sleep 0.4', 'echo two', 'sleep 0.4'];
  const ending = world.deploy({ deploy: steps, verify: ['true'] });
  await world.until(() => existsSync(join(world.checkout.folder, 'begun')));
  world.fake.away = true;
  await world.until(() => world.told.some((event) => event.type === 'step-finished' && event.step === 'echo-two'));
  world.fake.away = false;
  expect(await ending).toEqual({ type: 'done' });
  expect(world.told.map(({ type }) => type)).toContain('daemon-back');
  expect(world.fake.steps()).toEqual([
    'deploying/touch-begun-sleep-0-4 passed',
    'deploying/echo-two passed',
    'deploying/sleep-0-4 passed',
    'verifying/true passed',
  ]);
});
