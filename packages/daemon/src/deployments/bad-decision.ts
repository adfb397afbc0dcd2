import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';

/** The decision that a version is bad, when nobody has decided otherwise since. To watch longer takes nothing back. */
export function badDecision({ decisions }: Pick<Deployment, 'decisions'>): Deployment['decisions'][number] | undefined {
  const last = decisions.findLast(({ decision }) => decision !== 'extend');
  return last?.decision === 'go' ? undefined : last;
}

/** `lena decided NO-GO: checkout is slow`. */
export const badDecisionSentence = ({ decision, by, reason }: Deployment['decisions'][number]): string =>
  `${by} decided ${decision === 'no-go' ? 'NO-GO' : 'to roll back'}: ${reason}`;
