import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Git } from '../ports/git.ts';
import type { Target } from './runner-event.ts';
import { isOwnTag, isTagOfAnother } from './stable-tag.ts';
import { scriptOf } from './step-command.ts';
import { versionAt } from './version-at.ts';

type RollbackPlan = NonNullable<EnvironmentPlan['rollback']>;

export interface TargetQuestion {
  readonly environment: string;
  readonly rollback: RollbackPlan;
  /** What runs, or is about to. */
  readonly current: string;
  /** The last version whose watch ended well, as the daemon knows it. */
  readonly lastStable?: Version;
  /** Commits that were rolled back: a tag that they had before says nothing any more. */
  readonly rolledBack?: readonly string[];
  readonly git: Git;
}

/** Where a rollback would go, or why there is nowhere to go. */
export async function findRollbackTarget(question: TargetQuestion): Promise<Target | { readonly none: string }> {
  const { environment, rollback, current, lastStable, git, rolledBack = [] } = question;
  if (rollback.to !== 'last-stable') {
    const commit = await git.resolve(rollback.to);
    if (commit === undefined)
      return { none: `"${rollback.to}" is not a commit of this checkout; ${await whereToFind(git)}` };
    if (commit === current) return { none: `"${rollback.to}" is the version that runs` };
    return { ...(await versionAt(commit, git)), ref: rollback.to };
  }
  const tags = await tagsFor(environment, rollback.tags, git);
  if (lastStable !== undefined && lastStable.commit !== current) {
    const commit = await git.resolve(lastStable.commit);
    if (commit === undefined)
      return {
        none: `the last stable version ${lastStable.version} (${lastStable.commit.slice(0, 7)}) is not in this checkout; ${await whereToFind(git)}`,
      };
    const tag = tags.find((one) => one.commit === commit);
    return { version: lastStable.version, commit, ref: tag?.name ?? commit };
  }
  const tag = tags.find(({ commit }) => commit !== current && !rolledBack.includes(commit));
  if (tag === undefined)
    return {
      none: `no version was stable yet, and no tag matches ${rollback.tags}; tag one, or ${await whereToFind(git)}`,
    };
  return { ...(await versionAt(tag.commit, git)), ref: tag.name };
}

/** The newest first, those made for this environment before all others. */
export async function tagsFor(environment: string, pattern: string, git: Pick<Git, 'tags'>) {
  const own = await git.tags(`stable/${environment}/*`);
  const others = (await git.tags(pattern)).filter(
    ({ name }) => !isTagOfAnother(name, environment) && !isOwnTag(name, environment),
  );
  return [...own, ...others];
}

const whereToFind = async (git: Pick<Git, 'isShallow'>): Promise<string> =>
  (await git.isShallow()) ? 'the clone is shallow: git fetch --unshallow --tags' : 'try git fetch --tags';

/** Scripts of the rollback that the target does not have. */
export async function missingScripts({ steps }: RollbackPlan, target: Target, git: Git): Promise<readonly string[]> {
  const scripts = steps.map(scriptOf).filter((script) => script !== undefined);
  const found = await Promise.all(scripts.map((script) => git.has(target.commit, script)));
  return scripts.filter((_, index) => found[index] === false);
}
