import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findingOf } from '../checklist/rollback-ready.ts';
import type { RunnerLook } from '../ports/checklist-item.ts';
import { type Checkout, gitEnvironment, shopCheckout } from './checkout.fixture.ts';
import { openGit } from './git.ts';
import { rollbackReadiness } from './rollback-readiness.ts';
import { environmentPlan } from './world.fixture.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let checkout: Checkout & { readonly stable: string; readonly staged: string };
beforeEach(() => {
  checkout = shopCheckout();
});
afterEach(() => checkout.remove());

/** Runs what it is given with sh, and tells how it ended. */
const command: RunnerLook['command'] = async (line, { folder } = { folder: checkout.folder }) => {
  try {
    const output = execFileSync('sh', ['-c', line], {
      cwd: folder,
      env: gitEnvironment,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return { outcome: 'passed', exitCode: 0, because: 'exit code 0', output };
  } catch {
    return { outcome: 'failed', exitCode: 1, because: 'exit code 1', output: '' };
  }
};
const planWith = (more: Partial<NonNullable<EnvironmentPlan['rollback']>>): EnvironmentPlan => {
  const plan = environmentPlan();
  if (plan.rollback === undefined) throw new Error('no rollback');
  return { ...plan, rollback: { ...plan.rollback, ...more } };
};
const readiness = (plan: EnvironmentPlan, more: { commit?: string; folder?: string } = {}) =>
  rollbackReadiness({
    plan,
    version: { version: '1.1.0', commit: more.commit ?? checkout.git('rev-parse', 'staging') },
    git: openGit(more.folder ?? checkout.folder, gitEnvironment),
    command,
  });
const told = async (...of: Parameters<typeof readiness>) =>
  (await readiness(...of)).checks.map(({ check, state, because }) => `${check} ${state}: ${because}`);
/** A commit on staging that adds migrations. */
const migrate = (files: Readonly<Record<string, string>>) => {
  checkout.git('checkout', '-q', 'staging');
  checkout.commit('Migrations', files);
  checkout.git('checkout', '-q', 'main');
};

describe('a rollback is ready', () => {
  it('when the version before is an ancestor and has what would be run', async () => {
    expect(await told(planWith({}))).toEqual([
      'target passed: back to 1.0.0 (stable/1.0.0)',
      'scripts passed: its scripts are there',
    ]);
  });

  it('when its dry run passes, in a copy of the version before that is gone afterwards', async () => {
    const dryRun = `test "$(cat version)" = 1.0.0 && test "\${ref}" = stable/1.0.0 && ./deploy.sh && test -f deployed`;
    expect((await told(planWith({ dryRun })))[2]).toMatch(/^dry-run passed: dry run .* passed$/);
    expect(readdirSync(checkout.folder)).not.toContain('deployed');
    expect(checkout.git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(checkout.git('status', '--porcelain')).toBe('');
  });

  it('when migrations since then leave the version before in peace', async () => {
    migrate({
      'drizzle/0000_a.sql': 'create table refunds (id int);',
      'drizzle/meta/_journal.json': '{"entries":[{"tag":"0000_a"}]}',
    });
    expect((await told(planWith({ migrations: { folder: './drizzle/' } })))[2]).toBe(
      'migrations passed: 1 migration since, and the version before can live with it',
    );
  });
});

describe('a rollback is not ready', () => {
  it('when there is nowhere to go', async () => {
    checkout.git('tag', '-d', 'stable/1.0.0');
    expect(await told(planWith({}))).toEqual([
      'target failed: no version was stable yet, and no tag matches stable/*; tag one, or try git fetch --tags',
    ]);
  });

  it('when the stable version is on another line of history', async () => {
    checkout.git('checkout', '-q', '--orphan', 'other');
    const other = checkout.commit('Another beginning', { version: '0.9.0' });
    checkout.git('tag', '-f', 'stable/1.0.0', other);
    checkout.git('checkout', '-q', 'main');
    expect((await told(planWith({})))[0]).toMatch(
      /^target failed: \S+ \(stable\/1\.0\.0\) is not an ancestor of 1\.1\.0: going back would not undo it, but bring something else$/,
    );
  });

  it('when a shallow clone cannot tell; with the way to mend it', async () => {
    checkout.git('push', '-q', 'origin', 'staging');
    const folder = `${checkout.folder}-shallow`;
    execFileSync('git', ['clone', '-q', '--depth=1', '--branch=staging', `file://${checkout.origin}`, folder]);
    execFileSync('git', ['fetch', '-q', '--depth=1', 'origin', 'tag', 'stable/1.0.0'], { cwd: folder });
    expect((await told(planWith({}), { folder }))[0]).toBe(
      'target failed: whether 1.0.0 came before 1.1.0 is not known: the clone is shallow (git fetch --unshallow)',
    );
  });

  it('when its script is not there yet', async () => {
    const steps = environmentPlan({ rollback: [`git checkout \${ref}`, './undo.sh'] }).rollback?.steps ?? [];
    expect((await told(planWith({ steps })))[1]).toBe('scripts failed: stable/1.0.0 has no undo.sh');
  });

  it('when its dry run fails, and the copy is gone all the same', async () => {
    expect((await told(planWith({ dryRun: './deploy.sh --dry-run && false' })))[2]).toBe(
      'dry-run failed: dry run ./deploy.sh --dry-run && false: exit code 1',
    );
    expect(checkout.git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  it('when a migration throws something away; all of them are told', async () => {
    migrate({ 'drizzle/0000_a.sql': '-- a\ndrop table orders;\nalter table products rename to goods;' });
    expect((await told(planWith({ migrations: { folder: 'drizzle' } })))[2]).toBe(
      'migrations failed: cannot be undone: 0000_a.sql:2 drops the table orders; 0000_a.sql:3 renames the table products, which the version before uses under its old name',
    );
  });

  it('when a migration is not understood: a person has to say, with the statement', async () => {
    migrate({ 'drizzle/0000_a.sql': 'frobnicate the orders;' });
    expect((await told(planWith({ migrations: { folder: 'drizzle' } })))[2]).toBe(
      'migrations unsure: a person has to say whether this can be undone: 0000_a.sql:1 is not understood: frobnicate the orders',
    );
  });

  it('when there is no such folder', async () => {
    expect((await told(planWith({ migrations: { folder: 'drizle' } })))[2]).toBe(
      'migrations failed: neither 1.0.0 nor 1.1.0 has files in drizle',
    );
  });

  it('when the plan has no rollback', async () => {
    const { rollback: _, ...plan } = environmentPlan();
    expect(await told(plan)).toEqual(['target failed: the plan does not say how it is rolled back']);
  });
});

describe('as an item of the checklist', () => {
  const passed = { check: 'target', state: 'passed', because: 'back to 1.0.0' } as const;
  const unsure = { check: 'migrations', state: 'unsure', because: 'a person has to say' } as const;
  const failed = { check: 'scripts', state: 'failed', because: 'no deploy.sh' } as const;
  it.each([
    [[passed], undefined, { state: 'passed', because: 'back to 1.0.0' }],
    [[passed, unsure], 'lead', { state: 'asks', because: 'a person has to say', role: 'lead' }],
    [[passed, unsure, failed], 'lead', { state: 'failed', because: 'no deploy.sh' }],
  ] as const)('%j is %j %j', (checks, role, finding) => {
    expect(findingOf(checks, role)).toEqual(finding);
  });
  it('what is unsure does not pass when nobody is named who may sign it', () => {
    expect(findingOf([passed, unsure], undefined)).toMatchObject({ state: 'failed' });
  });
});
