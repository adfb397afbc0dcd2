import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { type Decision, nothing } from './decision.ts';
import { askForDecision, evidenceOf } from './evidence.ts';
import { rule } from './verdict-of.ts';

/** What is recorded is the verdict that people see, so a NO-GO that stands is not lifted by the engine. Pure. */
export function judge(assessment: Assessment, state: Deployment): Decision {
  if (state.phase !== 'watching') return nothing;
  const ruling = rule({ environment: state.environment, deployment: state, assessment });
  const { verdict, recommendation, rule: clause, final } = ruling;
  const last = state.verdict;
  const isSame =
    last !== undefined &&
    last.verdict === verdict &&
    last.recommendation === recommendation &&
    last.rule === clause &&
    last.final === final;
  if (isSame) return nothing;
  const evidence = evidenceOf(assessment, final);
  const because = [...ruling.because];
  const told = { verdict, recommendation, rule: clause, because, final, ...(evidence.length > 0 && { evidence }) };
  const events: DeploymentEvent[] = [{ type: 'verdict-changed', ...told }];
  if (final) {
    const { seen, blind } = assessment.watch;
    events.push({ type: 'watch-ended', verdict, seen, blind, because: because[0] ?? clause });
    if (verdict === 'undecided') events.push(askForDecision(assessment, because));
  }
  return { events };
}
