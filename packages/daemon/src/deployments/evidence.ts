import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Assessment, Judgement } from '@daywatch/shared/vocabulary/verdict.ts';

/** What the record keeps of the judgements behind a verdict: those that speak against it, and at the end all of them. */
export const evidenceOf = ({ judgements }: Assessment, final: boolean): Judgement[] =>
  judgements.filter(({ state }) => final || state === 'failing' || state === 'blind');

/** The watch is over, and nobody knows. */
export function askForDecision({ watch }: Assessment, because: string[]): DeploymentEvent {
  const sawTooLittle = watch.endsAt === watch.latestEnd;
  return { type: 'decision-asked', because, ...(sawTooLittle && { sawTooLittle: true as const }) };
}
