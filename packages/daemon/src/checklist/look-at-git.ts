import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Finding, RunnerLook } from '../ports/checklist-item.ts';
import type { Git } from '../ports/git.ts';

type Question = 'clean' | 'up-to-date' | 'mergeable';
type Tools = Pick<RunnerLook, 'git' | 'plan' | 'version' | 'signal'>;
/** One question's answer: what is well, or what is not. */
type Answer = { readonly well: string } | { readonly fault: string };

const filesNamed = 5;

/** Asks the checkout; all that is wrong is told, not only the first. */
export async function lookAtGit(questions: readonly Question[], tools: Tools): Promise<Finding> {
  if (!(await tools.git.isCheckout())) return { state: 'failed', because: 'this is not a git checkout' };
  const answers: Answer[] = [];
  // One after the other: a fetch moves what the next question looks at.
  for (const question of questions) answers.push(...(await answerTo[question](tools)));
  const faults = answers.flatMap((answer) => ('fault' in answer ? [answer.fault] : []));
  if (faults.length > 0) return { state: 'failed', because: faults.join('; ') };
  return { state: 'passed', because: answers.flatMap((answer) => ('well' in answer ? [answer.well] : [])).join('; ') };
}

const answerTo: Readonly<Record<Question, (tools: Tools) => Promise<readonly Answer[]>>> = {
  clean: isClean,
  'up-to-date': isUpToDate,
  mergeable: isMergeable,
};

async function isClean({ git }: Tools): Promise<readonly Answer[]> {
  const changed = await git.changedFiles();
  const unknown = await git.unknownFiles();
  if (changed.length === 0 && unknown.length === 0) return [{ well: 'nothing is uncommitted' }];
  return [
    ...(changed.length === 0 ? [] : [{ fault: `not committed: ${some(changed)}` }]),
    ...(unknown.length === 0 ? [] : [{ fault: `not known to git: ${some(unknown)}` }]),
  ];
}

/** The branch that is deployed, and the one it is merged into: behind, that one's push would be rejected. */
async function isUpToDate({ git, plan, signal }: Tools): Promise<readonly Answer[]> {
  const branches = await branchesOf(plan, git);
  if (branches.length === 0) return [{ fault: 'no branch is checked out, so none can be up to date' }];
  const answers: Answer[] = [];
  for (const branch of branches) answers.push(await againstUpstream(branch, git, signal));
  return answers;
}

async function branchesOf({ deploy }: EnvironmentPlan, git: Git): Promise<readonly string[]> {
  const { ref, commit } = await git.whereWeAre();
  const from = deploy?.from ?? (ref === commit ? undefined : ref);
  const { to } = deploy ?? {};
  // A branch that only the remote has is made from it by the checkout: it cannot be behind.
  const isHere = to !== undefined && (await git.resolve(`refs/heads/${to}`)) !== undefined;
  return [...(from === undefined ? [] : [from]), ...(isHere && to !== from ? [to] : [])];
}

async function againstUpstream(branch: string, git: Git, signal: AbortSignal): Promise<Answer> {
  const upstream = await git.upstream(branch);
  if (upstream === undefined)
    return { fault: `${branch} follows no upstream (git branch --set-upstream-to origin/${branch} ${branch})` };
  const { ref, remote } = upstream;
  const fetched = await git.fetch(remote, signal);
  if (!fetched.ok) return { fault: `${remote} could not be asked: ${firstLine(fetched.said)}` };
  if ((await git.resolve(ref)) === undefined) return { fault: `${branch} follows ${ref}, which is not there` };
  const behind = await git.commitsBetween(branch, ref);
  const ahead = await git.commitsBetween(ref, branch);
  if (behind.length > 0) {
    const also = ahead.length === 0 ? '' : ` and ${counted(ahead)} ahead of it`;
    return { fault: `${branch} is ${counted(behind)} behind ${ref}${also} (git pull)` };
  }
  if (ahead.length > 0) return { well: `${branch} has all of ${ref} and ${counted(ahead)} that it has not` };
  return { well: `${branch} is at ${ref}` };
}

async function isMergeable({ git, plan, version }: Tools): Promise<readonly Answer[]> {
  const to = plan.deploy?.to;
  if (to === undefined) return [{ fault: 'the plan does not say into which branch it is merged (deploy.to)' }];
  const into = (await git.resolve(to)) ?? (await git.resolve(`origin/${to}`));
  if (into === undefined) return [{ fault: `there is no branch ${to} to merge into` }];
  const tried = await git.tryMerge(into, version.commit);
  if ('failed' in tried) {
    const why = (await git.isShallow()) ? 'the clone is shallow (git fetch --unshallow)' : firstLine(tried.failed);
    return [{ fault: `the merge into ${to} could not be tried: ${why}` }];
  }
  const { conflicts } = tried;
  if (conflicts.length === 0) return [{ well: `it merges into ${to} without conflict` }];
  return [{ fault: `it does not merge into ${to}: conflicts in ${some(conflicts)}` }];
}

function some(files: readonly string[]): string {
  const more = files.length - filesNamed;
  return `${files.slice(0, filesNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const counted = ({ length }: readonly unknown[]): string => `${length} ${length === 1 ? 'commit' : 'commits'}`;
const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
