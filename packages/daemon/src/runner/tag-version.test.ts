import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Checkout, gitEnvironment, shopCheckout } from './checkout.fixture.ts';
import { openGit } from './git.ts';
import { findRollbackTarget } from './rollback-target.ts';
import { stableTagName } from './stable-tag.ts';
import { type TagTools, tagVersion } from './tag-version.ts';
import { environmentPlan } from './world.fixture.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let checkout: Checkout & { readonly stable: string; readonly staged: string };
let told: unknown[];
beforeEach(() => {
  checkout = shopCheckout();
  told = [];
});
afterEach(() => checkout.remove());

const at = '2026-12-02T22:05:12.000Z';
const view = (commit: string | undefined, version = '1.0.0'): EnvironmentView => ({
  name: 'production',
  service: 'shop',
  revision: 1,
  verdict: {
    service: 'shop',
    environment: 'production',
    verdict: 'go',
    final: true,
    certified: true,
    recommendation: 'proceed',
    rule: 'all held',
    because: ['all 16 criteria held for 24h'],
    asOf: at,
    validUntil: at,
    criteria: [],
    silences: [],
    links: { dashboard: '/', dashboards: [] },
  },
  planHash: 'p',
  planFile: 'daywatch.yaml',
  ...(commit !== undefined && { lastStable: { version, commit, at, deployment: '01DEPLOY' } }),
});
const tools = (commit: string | undefined, folder = checkout.folder): TagTools => ({
  git: openGit(folder, gitEnvironment),
  client: {
    environment: async () => ({ ok: true, value: view(commit) }),
    tagStable: async ({ body }) => {
      told.push(body);
      // Only that it was told matters here.
      return { ok: true, value: {} as never };
    },
  },
  url: 'http://127.0.0.1:4790',
  signal: new AbortController().signal,
});
const tag = (commit: string | undefined = checkout.stable, folder?: string) =>
  tagVersion(environmentPlan(), tools(commit, folder));
const onRemote = () => execFileSync('git', ['tag', '--list'], { cwd: checkout.origin, encoding: 'utf8' }).split('\n');
const refusePushes = (yes: boolean) => {
  const hook = join(checkout.origin, 'hooks/update');
  mkdirSync(join(checkout.origin, 'hooks'), { recursive: true });
  writeFileSync(hook, `#!/bin/sh\n${yes ? 'echo "tags are protected here" >&2; exit 1' : 'exit 0'}\n`);
  chmodSync(hook, 0o755);
};

describe('the tag of a stable version', () => {
  it('is annotated with the verdict and the way to its report, pushed, and told to the daemon', async () => {
    const name = 'stable/production/2026-12-02';
    expect(await tag()).toEqual({
      type: 'tagged',
      tag: name,
      version: '1.0.0',
      commit: checkout.stable,
      again: false,
      pushedTo: 'origin',
      notes: [],
    });
    expect(checkout.git('cat-file', '-t', name)).toBe('tag');
    expect(checkout.git('rev-parse', `${name}^{commit}`)).toBe(checkout.stable);
    expect(checkout.git('tag', '--list', '--format=%(contents)', name)).toBe(
      [
        'shop 1.0.0 is stable in production',
        '',
        `GO at ${at}`,
        'Report: http://127.0.0.1:4790/v1/deployments/01DEPLOY/report',
      ].join('\n'),
    );
    expect(onRemote()).toContain(name);
    expect(told).toEqual([{ tag: name, commit: checkout.stable, pushedTo: 'origin' }]);
  });

  it('is made once for a version', async () => {
    await tag();
    expect(await tag()).toMatchObject({ tag: 'stable/production/2026-12-02', again: true, pushedTo: 'origin' });
    expect(checkout.git('tag', '--list', 'stable/production/*').split('\n')).toHaveLength(1);
  });

  it('is the second of its day with .2, also when only the remote knows the first', async () => {
    await tag();
    checkout.git('tag', '-d', 'stable/production/2026-12-02');
    expect(await tag(checkout.staged)).toMatchObject({ tag: 'stable/production/2026-12-02.2', again: false });
  });

  it('that the remote has already is not made again here', async () => {
    await tag();
    checkout.git('tag', '-d', 'stable/production/2026-12-02');
    expect(await tag()).toMatchObject({ tag: 'stable/production/2026-12-02', again: true, pushedTo: 'origin' });
  });

  it('stays here when the remote refuses it; the next time it is pushed', async () => {
    refusePushes(true);
    const refused = await tag();
    expect(refused).toMatchObject({ type: 'tagged', again: false });
    expect(refused).not.toHaveProperty('pushedTo');
    expect('notes' in refused && refused.notes).toEqual([
      expect.stringMatching(
        /^stable\/production\/2026-12-02 was not pushed to origin: rejected: tags are protected here; daywatch tag production tries it again$/,
      ),
    ]);
    expect(told).toEqual([{ tag: 'stable/production/2026-12-02', commit: checkout.stable }]);
    refusePushes(false);
    // The next version's tag takes the one along that was left behind.
    expect(await tag(checkout.staged)).toMatchObject({
      tag: 'stable/production/2026-12-02.2',
      pushedTo: 'origin',
      notes: [],
    });
    expect(onRemote()).toEqual(
      expect.arrayContaining(['stable/production/2026-12-02', 'stable/production/2026-12-02.2']),
    );
  });

  it('is made although the remote does not answer', async () => {
    checkout.git('remote', 'set-url', 'origin', '/nowhere.git');
    expect(await tag()).toMatchObject({
      type: 'tagged',
      notes: [expect.stringMatching(/^origin does not answer: .*; daywatch tag production tries it again$/)],
    });
  });

  it('is made without a remote, and on a detached head', async () => {
    checkout.git('checkout', '-q', '--detach');
    checkout.git('branch', '--unset-upstream', 'main');
    const made = await tag();
    expect(made).toMatchObject({ type: 'tagged', notes: [] });
    expect(made).not.toHaveProperty('pushedTo');
  });

  it('needs a version that had its GO', async () => {
    expect(await tagVersion(environmentPlan(), tools(undefined))).toMatchObject({
      type: 'failed',
      because: 'No version of production has had its final GO yet.',
    });
  });

  it('needs the commit; a shallow clone is told how to get it', async () => {
    checkout.git('push', '-q', 'origin', 'staging');
    const shallow = `${checkout.folder}-shallow`;
    execFileSync('git', ['clone', '-q', '--depth=1', '--branch=staging', `file://${checkout.origin}`, shallow]);
    expect(await tag(checkout.stable, shallow)).toEqual({
      type: 'failed',
      because: `1.0.0 (${checkout.stable.slice(0, 7)}) is not in this checkout.`,
      hint: 'The clone is shallow: git fetch --unshallow',
    });
  });
});

describe('what is stable elsewhere', () => {
  const target = (more: object = {}) => {
    const { rollback } = environmentPlan();
    if (rollback === undefined) throw new Error('no rollback');
    return findRollbackTarget({
      environment: 'production',
      rollback,
      current: checkout.git('rev-parse', 'staging'),
      git: openGit(checkout.folder, gitEnvironment),
      ...more,
    });
  };

  it('is no target: the tag of staging is newer, and passed over', async () => {
    checkout.git('tag', '-a', 'stable/staging/2026-12-03', '-m', 's', 'staging~1');
    expect(await target()).toMatchObject({ ref: 'stable/1.0.0' });
  });

  it('comes after the own tag of the environment', async () => {
    checkout.git('tag', '-a', 'stable/production/2026-12-01', '-m', 's', 'staging~1');
    checkout.git('tag', '-a', 'stable/9.9.9', '-m', 's', checkout.stable);
    expect(await target()).toMatchObject({ ref: 'stable/production/2026-12-01' });
  });

  it('is no target once it was rolled back', async () => {
    checkout.git('tag', '-a', 'stable/production/2026-12-01', '-m', 's', 'staging~1');
    const bad = checkout.git('rev-parse', 'staging~1');
    expect(await target({ rolledBack: [bad] })).toMatchObject({ ref: 'stable/1.0.0' });
    expect(await target({ rolledBack: [bad, checkout.stable] })).toMatchObject({
      none: expect.stringContaining('no version was stable yet'),
    });
  });

  it('is checked out by its tag rather than by its bare commit', async () => {
    checkout.git('tag', '-a', 'stable/production/2026-12-02', '-m', 's', checkout.stable);
    const lastStable = { version: '1.0.0', commit: checkout.stable };
    expect(await target({ lastStable })).toMatchObject({ ref: 'stable/production/2026-12-02' });
  });
});

it.each([
  [[], 'stable/production/2026-12-02'],
  [['stable/production/2026-12-02'], 'stable/production/2026-12-02.2'],
  [['stable/production/2026-12-02', 'stable/production/2026-12-02.2'], 'stable/production/2026-12-02.3'],
  [['stable/staging/2026-12-02'], 'stable/production/2026-12-02'],
])('beside %j it is called %s', (taken, expected) => {
  expect(stableTagName('production', Date.parse(at) as never, taken)).toBe(expected);
});
