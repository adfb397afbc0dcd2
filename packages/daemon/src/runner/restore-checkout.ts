import type { RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Clock } from '../ports/clock.ts';
import type { Git } from '../ports/git.ts';
import type { StepResult } from '../ports/step.ts';
import { narrate, type StepTools } from './run-step.ts';
import type { Tell } from './runner-event.ts';

export interface RestoreOrder {
  readonly phase: RunnerPhase;
  /** Where the checkout was before the first step. */
  readonly start: { readonly ref: string; readonly commit: string };
  readonly git: Git;
  readonly clock: Clock;
  readonly mask: StepTools['mask'];
  readonly say: Tell;
}

/** After a failed git step: gives up a merge that is in progress and goes back to where the checkout was. */
export function restoreCheckout({ phase, start, git, clock, mask, say }: RestoreOrder): Promise<StepResult> {
  const narration = { phase, id: 'restore-the-checkout', title: 'restore the checkout', mask, clock, say };
  return narrate(narration, async (onOutput) => {
    if (await git.mergeInProgress()) {
      const aborted = await git.abortMerge();
      if (!aborted.ok) return failed('the merge could not be given up', aborted.said);
      onOutput('The merge was given up.\n');
    }
    const left = await git.whereWeAre();
    const unpushed = await git.commitsBetween('@{upstream}', 'HEAD');
    if (unpushed.length > 0) onOutput(`${left.ref} keeps what was not pushed (commits: ${unpushed.length}).\n`);
    if (left.ref === start.ref) return passed(`on ${start.ref} as before`);
    const back = await git.checkout(start.ref);
    if (!back.ok) return failed(`could not go back to ${start.ref}`, back.said);
    return passed(`back on ${start.ref}`);

    function failed(because: string, said: string): StepResult {
      onOutput(`${said}\n`);
      return { outcome: 'failed', exitCode: null, because };
    }
    function passed(because: string): StepResult {
      onOutput(`${because}\n`);
      return { outcome: 'passed', exitCode: null, because };
    }
  });
}
