import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { RunnerLook } from '../ports/checklist-item.ts';
import type { Git } from '../ports/git.ts';
import { type Classification, classifyMigrations, type Objection } from '../rollback/migrations/classify-migrations.ts';
import { findRollbackTarget, missingScripts } from './rollback-target.ts';
import type { Target } from './runner-event.ts';
import { fillIn } from './step-command.ts';

/** One thing that a rollback needs. `unsure`: a person has to say. */
export interface ReadinessCheck {
  readonly check: 'target' | 'scripts' | 'migrations' | 'dry-run';
  readonly state: 'passed' | 'failed' | 'unsure';
  readonly because: string;
}

export interface ReadinessQuestion {
  readonly plan: EnvironmentPlan;
  /** What is to be deployed. */
  readonly version: Version;
  readonly lastStable?: Version;
  readonly rolledBack?: readonly string[];
  readonly git: Git;
  /** Runs the plan's dry run; without it the dry run is left out. */
  readonly command?: RunnerLook['command'];
}

export interface Readiness {
  readonly target?: Target;
  readonly checks: readonly ReadinessCheck[];
}

/** Whether one could go back from a version that is not deployed yet: everything is looked at, whatever fails. */
export async function rollbackReadiness(question: ReadinessQuestion): Promise<Readiness> {
  const { plan, version, lastStable, rolledBack, git, command } = question;
  const { rollback } = plan;
  if (rollback === undefined) {
    return { checks: [{ check: 'target', state: 'failed', because: 'the plan does not say how it is rolled back' }] };
  }
  const target = await findRollbackTarget({
    environment: plan.name,
    rollback,
    current: version.commit,
    git,
    ...(lastStable !== undefined && { lastStable }),
    ...(rolledBack !== undefined && { rolledBack }),
  });
  if ('none' in target) return { checks: [{ check: 'target', state: 'failed', because: target.none }] };
  const { migrations, dryRun } = rollback;
  return {
    target,
    checks: [
      await ancestry(target, version, git),
      await scripts(rollback, target, git),
      ...(migrations === undefined ? [] : [await migrationsBetween(migrations.folder, target, version, git)]),
      ...(dryRun === undefined || command === undefined ? [] : [await tryOut(dryRun, target, git, command)]),
    ],
  };
}

async function ancestry(target: Target, { version, commit }: Version, git: Git): Promise<ReadinessCheck> {
  const check = 'target';
  if (await git.isAncestor(target.commit, commit))
    return { check, state: 'passed', because: `back to ${target.version} (${refWords(target)})` };
  const because = (await git.isShallow())
    ? `whether ${target.version} came before ${version} is not known: the clone is shallow (git fetch --unshallow)`
    : `${target.version} (${refWords(target)}) is not an ancestor of ${version}: going back would not undo it, but bring something else`;
  return { check, state: 'failed', because };
}

async function scripts(
  rollback: NonNullable<EnvironmentPlan['rollback']>,
  target: Target,
  git: Git,
): Promise<ReadinessCheck> {
  const missing = await missingScripts(rollback, target, git);
  if (missing.length === 0) return { check: 'scripts', state: 'passed', because: 'its scripts are there' };
  return { check: 'scripts', state: 'failed', because: `${refWords(target)} has no ${missing.join(' and no ')}` };
}

/** What the migrations since the target mean for going back to it. */
export async function migrationsBetween(
  folder: string,
  target: Pick<Target, 'commit' | 'version'>,
  { commit, version }: Version,
  git: Pick<Git, 'files'>,
): Promise<ReadinessCheck> {
  const check = 'migrations';
  const [before, after] = [await git.files(target.commit, folder), await git.files(commit, folder)];
  if (after.length === 0 && before.length === 0)
    return { check, state: 'failed', because: `neither ${target.version} nor ${version} has files in ${folder}` };
  const found = classifyMigrations({ before, after });
  const state = ({ reversible: 'passed', unknown: 'unsure', irreversible: 'failed' } as const)[found.sort];
  return { check, state, because: classificationWords(found, folder) };
}

const objectionsTold = 5;

/** The worst first, each with its place. */
function classificationWords({ added, objections, sort }: Classification, folder: string): string {
  const count = `${added.length} ${added.length === 1 ? 'migration' : 'migrations'} since`;
  if (sort === 'reversible')
    return added.length === 0
      ? `no migration was added to ${folder}`
      : `${count}, and the version before can live with it`;
  const worst = objections.filter((one) => one.sort === sort);
  const told = worst.slice(0, objectionsTold).map(objectionWords).join('; ');
  const more = worst.length - objectionsTold;
  const word = sort === 'irreversible' ? 'cannot be undone' : 'a person has to say whether this can be undone';
  return `${word}: ${told}${more > 0 ? `; and ${more} more` : ''}`;
}

const objectionWords = ({ file, line, because, statement }: Objection): string => {
  const place = line === undefined ? file : `${file}:${line}`;
  return `${place} ${because}${statement === undefined || because !== 'is not understood' ? '' : `: ${statement}`}`;
};

/** In a copy of the version to go back to: the checkout itself stays as it is. */
async function tryOut(line: string, target: Target, git: Git, command: RunnerLook['command']): Promise<ReadinessCheck> {
  const check = 'dry-run';
  const { ref, version, commit } = target;
  const set = Object.entries({ ref, version, commit }).map(([name, value]) => `${name}=${quoted(value)}`);
  const ended = await git.withCopy(commit, (folder) => command(`export ${set.join(' ')}\n${line}`, { folder }));
  if ('failed' in ended)
    return { check, state: 'failed', because: `no copy of ${refWords(target)} could be made: ${ended.failed}` };
  const { outcome, because } = ended.value;
  const what = `dry run ${fillIn(line, { ref, version, commit })}`;
  return outcome === 'passed'
    ? { check, state: 'passed', because: `${what} passed` }
    : { check, state: 'failed', because: `${what}: ${because}` };
}

const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;
const refWords = ({ ref, commit }: Target): string => (ref === commit ? commit.slice(0, 7) : ref);
