import type { Deployment, RecoveryWatch } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { formatDuration, type Millis, minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';

/** How long the version before is watched after a rollback, when the plan does not say. */
export const usualRecoveryWatch: Millis = minutes(15);

/** The watch after a rollback, while it goes on. */
export function runningRecovery({ phase, rollback }: Deployment): RecoveryWatch | undefined {
  if (phase !== 'rolled-back' || rollback?.watch === undefined) return undefined;
  return rollback.watch.ended === undefined ? rollback.watch : undefined;
}

export const beginRecovery = (length: Millis, { rollback }: Deployment): DeploymentEvent => ({
  type: 'rollback-watch-started',
  for: formatDuration(length),
  first: [...(rollback?.failing ?? [])],
});

/** A failure that is confirmed ends it at once: waiting cannot make it well, and people have to know. */
export function judgeRecovery(assessment: Assessment, state: Deployment): readonly DeploymentEvent[] {
  if (runningRecovery(state) === undefined) return [];
  const { verdict, final, because, watch } = assessment;
  if (verdict !== 'no-go' && !final) return [];
  const outcome = { go: 'recovered', 'no-go': 'not-recovered', undecided: 'undecided' } as const;
  const { seen, blind } = watch;
  return [{ type: 'rollback-watch-ended', outcome: outcome[verdict], because: [...because], seen, blind }];
}

/** Another version comes: whether this one was well again is no longer to be seen. */
export const giveUpRecovery = (by: string): DeploymentEvent => ({
  type: 'rollback-watch-ended',
  outcome: 'undecided',
  because: [`${by} took over`],
});

/** What is said of a version that was rolled back, and of the one that runs instead. */
export function recoverySentences(deployment: Deployment, assessment: Assessment | undefined): readonly string[] {
  const { rollback, version } = deployment;
  const to = rollback?.target.version ?? 'the version before';
  const rolledBack = `${version.version} was rolled back to ${to}`;
  const watch = rollback?.watch;
  if (watch === undefined) return [rolledBack];
  if (watch.ended === undefined) {
    const seen = assessment === undefined ? '' : `; ${assessment.watch.seen} seen so far`;
    return [rolledBack, `${to} is watched for ${watch.for} to see whether it is well again${seen}`];
  }
  const { outcome, because } = watch.ended;
  switch (outcome) {
    case 'recovered':
      return [rolledBack, `${to} has recovered: ${because[0] ?? 'every criterion held'}`];
    case 'not-recovered':
      return [`${to} has NOT recovered after the rollback`, ...because, rolledBack];
    case 'undecided':
      return [rolledBack, `whether ${to} has recovered is not known: ${because.join('; ') || 'too little was seen'}`];
  }
}
