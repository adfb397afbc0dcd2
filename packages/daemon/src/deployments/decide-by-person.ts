import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DecisionWord, Phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import { type Decision, refuse, wrongPhase } from './decision.ts';
import { extendWatch } from './extension.ts';
import { inTheWay, type Others } from './others.ts';

export interface PersonDecides extends Others {
  readonly type: 'decide';
  readonly decision: DecisionWord;
  readonly reason: string;
  /** Of the decision to watch longer. */
  readonly longer?: Millis;
  /** Only if nothing was decided since then: RFC 3339. */
  readonly asked?: string;
}

const open: readonly Phase[] = ['watching', 'failed', 'interrupted'];

/** What had its GO may be found bad later, and is no stable version any more. */
const isOpenTo = (decision: DecisionWord, phase: Phase): boolean =>
  open.includes(phase) || (phase === 'succeeded' && (decision === 'no-go' || decision === 'roll-back'));

/** What follows from what a person decides of a deployment. Pure. */
export function decideByPerson({ decision, reason, newer, longer, asked }: PersonDecides, state: Deployment): Decision {
  if (!isOpenTo(decision, state.phase)) return wrongPhase(state, 'decide about it');
  const taken = inTheWay(newer === undefined ? {} : { newer }, state, 'decide about it');
  if (taken !== undefined) return refuse(taken);
  const answer = asked === undefined ? undefined : state.decisions.find(({ at }) => at >= asked);
  if (answer !== undefined) {
    const detail = `${answer.by} has decided ${answer.decision.toUpperCase()} already: ${answer.reason}`;
    return refuse({ code: 'already-decided', detail, hint: 'Decide with `daywatch decide` if that has to change.' });
  }
  if (decision === 'extend') return extendWatch({ by: longer, reason }, state);
  if (decision === 'go' && (state.finishedAt === undefined || state.rollback !== undefined)) {
    const what = state.rollback === undefined ? 'its deploy has not finished' : 'its rollback has begun';
    return wrongPhase(state, 'decide GO', `It is not known to be what runs: ${what}.`);
  }
  return { events: [{ type: 'decided', decision, reason }] };
}
