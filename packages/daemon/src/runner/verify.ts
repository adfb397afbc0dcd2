import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Git } from '../ports/git.ts';
import type { Ending } from './ending.ts';
import type { StepTools } from './run-step.ts';
import { describeFailed, runSteps } from './run-steps.ts';
import type { Tell } from './runner-event.ts';
import { versionAt } from './version-at.ts';

/** What `daywatch verify` does: the verification's steps and nothing else; no daemon is told. */
export async function verify(
  { plan, environment }: { readonly plan: Plan; readonly environment: EnvironmentPlan },
  tools: StepTools & { readonly git: Git; readonly tell: Tell },
): Promise<Ending> {
  const { git, tell: say, signal } = tools;
  if (environment.verify.length === 0) {
    return {
      type: 'failed',
      because: `The plan does not say how ${environment.name} is verified.`,
      hint: 'Add `verify: [ … ]` to the environment.',
    };
  }
  const commit = await git.resolve('HEAD');
  const version = commit === undefined ? { version: 'unknown', commit: 'unknown' } : await versionAt(commit, git);
  say({ type: 'begun', what: 'verify', service: plan.service, environment: environment.name, version });
  say({ type: 'phase-started', phase: 'verifying' });
  const failed = await runSteps({
    phase: 'verifying',
    steps: environment.verify,
    atFailure: 'go-on',
    variables: commit === undefined ? {} : { ...version, ref: commit },
    passed: new Set(),
    tools,
    say,
  });
  if (signal.aborted) return { type: 'interrupted', because: String(signal.reason), hint: 'Nothing was recorded.' };
  if (failed.length === 0) {
    say({ type: 'phase-finished', phase: 'verifying', outcome: 'passed' });
    return { type: 'done' };
  }
  const because = describeFailed(failed);
  say({ type: 'phase-finished', phase: 'verifying', outcome: 'failed', because });
  return { type: 'failed', because };
}
