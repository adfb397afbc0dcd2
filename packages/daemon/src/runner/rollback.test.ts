import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { World } from './world.fixture.ts';

// Real processes: on a busy machine they take seconds.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.close());

const deployed = () => readFileSync(join(world.checkout.folder, 'deployed'), 'utf8');

describe('a rollback', () => {
  it('goes back to the stable tag, runs its script, and proves the recovery', async () => {
    await world.deploy();
    world.fake.reports.splice(0);
    expect(await world.rollBack()).toEqual({ type: 'done' });
    expect(deployed()).toBe('1.0.0');
    expect(world.fake.steps()).toEqual([
      'rolling-back/git-checkout-ref passed',
      'rolling-back/deploy-sh passed',
      'verifying-rollback/test-f-deployed passed',
    ]);
    expect(world.fake.deployment).toMatchObject({
      phase: 'rolled-back',
      rollback: { target: { version: '1.0.0', commit: world.checkout.stable } },
    });
    expect(world.checkout.git('describe', '--tags', '--exact-match')).toBe('stable/1.0.0');
    const at = world.checkout.stable.slice(0, 7);
    expect(world.warnings()).toEqual([`The checkout stays at ${at}. Back to main: git checkout main`]);
    expect(world.fake.deployment?.steps.find(({ id }) => id === 'git-checkout-ref')?.title).toBe(
      'git checkout stable/1.0.0',
    );
  });

  it('shows what will be undone, and does nothing without a yes', async () => {
    await world.deploy();
    let shown: RunnerPreview | undefined;
    const ending = await world.rollBack(
      {},
      {
        confirm: async (proposal) => {
          shown = proposal;
          return false;
        },
      },
    );
    expect(ending).toEqual({ type: 'failed', because: 'Nothing was rolled back.' });
    expect(shown).toMatchObject({
      version: '1.1.0',
      target: { version: '1.0.0', ref: 'stable/1.0.0' },
      commits: ['Version 1.1.0', 'Faster checkout'],
      warnings: [],
    });
    expect(shown?.steps.map(({ title }) => title)).toEqual([
      'git checkout stable/1.0.0',
      './deploy.sh',
      'test -f deployed',
    ]);
    expect(world.fake.deployment?.phase).toBe('watching');
  });

  it('goes nowhere else than where it was agreed to go', async () => {
    await world.deploy();
    const expected = world.checkout.staged;
    expect(await world.rollBack({}, { expected })).toEqual({
      type: 'failed',
      because: `By now it would be 1.0.0 (${world.checkout.stable.slice(0, 7)}), not ${expected.slice(0, 7)} as expected. Nothing has begun.`,
      hint: 'See what would be done: daywatch rollback production --preview',
    });
    expect(world.fake.deployment?.phase).toBe('watching');
    expect(await world.rollBack({}, { expected: world.checkout.stable })).toEqual({ type: 'done' });
  });

  it('uses the commit when no tag points at the last stable version', async () => {
    world.fake.lastStable = { version: '1.0.0', commit: world.checkout.stable };
    world.checkout.git('tag', '-d', 'stable/1.0.0');
    await world.deploy();
    expect(await world.rollBack()).toEqual({ type: 'done' });
    expect(world.fake.deployment?.steps.map(({ title }) => title)).toContain(`git checkout ${world.checkout.stable}`);
  });

  it('is not finished when the old version does not pass the verification', async () => {
    await world.deploy();
    expect(await world.rollBack({ verify: ['grep 1.1.0 deployed'] })).toEqual({
      type: 'failed',
      because: '1.0.0 runs again, but does not pass its verification: grep 1.1.0 deployed: exit code 1',
    });
    expect(world.fake.deployment?.phase).toBe('failed');
  });

  it('goes on where it was interrupted', async () => {
    await world.deploy();
    const steps = [`git checkout \${ref}`, 'test -e ready || sleep 30', './deploy.sh'];
    const ending = world.rollBack({ rollback: steps });
    await world.until(() => world.told.some((event) => event.type === 'step-started' && event.title.includes('ready')));
    world.interrupt();
    expect(await ending).toMatchObject({
      type: 'interrupted',
      hint: 'Go on with it: daywatch rollback production --resume 01JE00000000000000000000A1',
    });
    world.checkout.write('ready', '');
    world.fake.reports.splice(0);
    expect(await world.rollBack({ rollback: steps }, { resume: '01JE00000000000000000000A1' })).toEqual({
      type: 'done',
    });
    expect(world.fake.steps()).toEqual([
      'rolling-back/git-checkout-ref passed',
      'rolling-back/test-e-ready-sleep-30 passed',
      'rolling-back/deploy-sh passed',
      'verifying-rollback/test-f-deployed passed',
    ]);
    expect(deployed()).toBe('1.0.0');
  });
});

describe('a rollback is refused', () => {
  it('when nothing was deployed', async () => {
    world.fake.planHash = 'the plan';
    expect(await world.rollBack()).toMatchObject({ because: 'Nothing has been deployed to production yet.' });
  });

  it('when there is no stable version', async () => {
    world.checkout.git('tag', '-d', 'stable/1.0.0');
    await world.deploy();
    expect(world.warnings()).toEqual([
      'A rollback would not be possible: no version was stable yet, and no tag matches stable/*; tag one, or try git fetch --tags.',
    ]);
    expect(await world.rollBack()).toMatchObject({
      type: 'failed',
      because: expect.stringContaining('There is nothing to roll back to: no version was stable yet'),
    });
  });

  it('when the stable commit is not in the checkout', async () => {
    await world.deploy();
    world.fake.lastStable = { version: '0.9.0', commit: 'a'.repeat(40) };
    expect(await world.rollBack()).toMatchObject({
      because: expect.stringContaining('the last stable version 0.9.0 (aaaaaaa) is not in this checkout'),
    });
  });

  it('when its script is missing at the target; the deployment has warned of it', async () => {
    const rollback = [`git checkout \${ref}`, './undo.sh --fast'];
    await world.deploy({ rollback });
    expect(world.warnings()).toEqual(['A rollback would fail: stable/1.0.0 has no undo.sh.']);
    expect(await world.rollBack({ rollback })).toMatchObject({
      because: 'stable/1.0.0 has no undo.sh, which the rollback would run.',
    });
    expect(world.fake.deployment?.phase).toBe('watching');
  });

  it('when the checkout has changes', async () => {
    await world.deploy();
    world.checkout.write('version', 'mine');
    expect(await world.rollBack()).toMatchObject({
      because: 'The checkout has changes that are not committed: version.',
    });
  });

  it('of a rollback', async () => {
    await world.deploy();
    await world.rollBack();
    expect(await world.rollBack()).toMatchObject({
      type: 'failed',
      because: expect.stringMatching(/rolled[- ]back/),
    });
  });
});
