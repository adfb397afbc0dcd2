import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../ports/checklist-item.ts';
import { gitEnvironment, shopCheckout } from '../runner/checkout.fixture.ts';
import { environmentPlan } from '../runner/world.fixture.ts';
import { git } from './git.ts';
import { runnerLook } from './runner-look.fixture.ts';

let checkout: ReturnType<typeof shopCheckout>;
beforeEach(() => {
  checkout = shopCheckout();
  checkout.git('push', '-q', '-u', 'origin', 'staging');
});
afterEach(() => checkout.remove());

async function look(
  asked: true | ('clean' | 'up-to-date' | 'mergeable')[],
  from: string | null = 'staging',
): Promise<Finding> {
  const answerer = git.answerer(git.options.parse({ git: asked }));
  if (answerer.by !== 'runner') throw new Error('git is looked at by the runner');
  const commit = checkout.git('rev-parse', from ?? 'HEAD');
  const plan = environmentPlan({ from });
  return answerer.look(runnerLook(checkout.folder, { plan, version: { version: '1.1.0', commit } }));
}

/** Somebody else commits to a branch and pushes it. */
function elsewhere(branch: string, files: Readonly<Record<string, string>>): void {
  checkout.git('worktree', 'add', '-q', '--detach', '../elsewhere', `origin/${branch}`);
  const there = `${checkout.folder}/../elsewhere`;
  for (const [path, text] of Object.entries(files))
    execFileSync('sh', ['-c', `printf '%s' "$1" > "$2"`, 'sh', text, path], { cwd: there });
  const inIt = (...words: string[]) => execFileSync('git', words, { cwd: there, env: gitEnvironment });
  inIt('add', '-A');
  inIt('commit', '-q', '-m', `on ${branch}`);
  inIt('push', '-q', checkout.origin, `HEAD:${branch}`);
}

describe('the checkout', () => {
  it('passes when it is clean, up to date and mergeable, and says what was found', async () => {
    expect(await look(true)).toEqual({
      state: 'passed',
      because:
        'nothing is uncommitted; staging is at origin/staging; main is at origin/main; it merges into main without conflict',
    });
  });

  it('names what is not committed, and what git does not know', async () => {
    checkout.write('version', 'changed');
    checkout.write('a note.txt', 'new');
    checkout.write('deployed', 'ignored by .gitignore');
    expect(await look(['clean'])).toEqual({
      state: 'failed',
      because: 'not committed: version; not known to git: a note.txt',
    });
  });

  it('sees commits that others have pushed meanwhile', async () => {
    elsewhere('main', { hotfix: '1' });
    expect(await look(['up-to-date'])).toEqual({
      state: 'failed',
      because: 'main is 1 commit behind origin/main (git pull)',
    });
  });

  it('tells a branch that has gone its own way', async () => {
    elsewhere('staging', { theirs: '1' });
    checkout.git('checkout', '-q', 'staging');
    checkout.commit('Ours', { ours: '1' });
    expect(await look(['up-to-date'])).toMatchObject({
      state: 'failed',
      because: 'staging is 1 commit behind origin/staging and 1 commit ahead of it (git pull)',
    });
  });

  it('passes a branch that is ahead, and says so', async () => {
    checkout.git('checkout', '-q', 'staging');
    checkout.commit('Not pushed', { more: '1' });
    expect(await look(['up-to-date'])).toMatchObject({
      state: 'passed',
      because: 'staging has all of origin/staging and 1 commit that it has not; main is at origin/main',
    });
  });

  it('fails a branch without an upstream', async () => {
    checkout.git('branch', '--unset-upstream', 'staging');
    expect(await look(['up-to-date'])).toMatchObject({
      state: 'failed',
      because: 'staging follows no upstream (git branch --set-upstream-to origin/staging staging)',
    });
  });

  it('fails when the remote cannot be asked', async () => {
    checkout.git('remote', 'set-url', 'origin', '/nowhere/at-all.git');
    expect(await look(['up-to-date'])).toMatchObject({
      state: 'failed',
      because: expect.stringContaining("origin could not be asked: fatal: '/nowhere/at-all.git'"),
    });
  });

  it('knows no branch where none is checked out', async () => {
    checkout.git('checkout', '-q', '--detach');
    checkout.git('branch', '-q', '-D', 'main');
    expect(await look(['up-to-date'], null)).toEqual({
      state: 'failed',
      because: 'no branch is checked out, so none can be up to date',
    });
  });

  it('names the files in conflict, and leaves the checkout as it was', async () => {
    checkout.commit('Another speed', { speed: 'slow', 'a b.txt': 'x' });
    expect(await look(['mergeable'])).toEqual({
      state: 'failed',
      because: 'it does not merge into main: conflicts in speed',
    });
    expect(checkout.git('status', '--porcelain')).toBe('');
  });

  it('says that the clone is shallow, where the merge cannot be tried for that', async () => {
    checkout.commit('A second one', { more: '1' });
    writeFileSync(`${checkout.folder}/.git/shallow`, `${checkout.git('rev-parse', 'main', 'staging')}\n`);
    expect(await look(['mergeable'])).toMatchObject({
      state: 'failed',
      because: 'the merge into main could not be tried: the clone is shallow (git fetch --unshallow)',
    });
  });

  it('merges into what only the remote has', async () => {
    checkout.git('checkout', '-q', 'staging');
    checkout.git('branch', '-q', '-D', 'main');
    expect(await look(['mergeable'])).toMatchObject({ state: 'passed' });
  });

  it('is needed', async () => {
    const answerer = git.answerer({ git: true });
    if (answerer.by !== 'runner') throw new Error('git is looked at by the runner');
    expect(await answerer.look(runnerLook('/'))).toEqual({ state: 'failed', because: 'this is not a git checkout' });
  });
});
