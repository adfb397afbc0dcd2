import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { EnvironmentState } from '../feed.ts';
import { badDecision, badDecisionSentence } from './bad-decision.ts';
import { extensionSentence } from './extension.ts';
import { offerSentence } from './offer-sentence.ts';
import { recoverySentences } from './recovery.ts';

/** The verdict with its reasons, whatever phase the deployment is in. */
export type Ruling = Pick<
  Assessment,
  'verdict' | 'recommendation' | 'rule' | 'because' | 'final' | 'certified' | 'recoveredSince'
>;

interface Facts {
  readonly environment: string;
  readonly deployment?: Deployment;
  /** What the engine says; `undefined` before the watch, and for deployments of the past. */
  readonly assessment?: Assessment;
  readonly stillWatched?: EnvironmentState['stillWatched'];
}

/** The daemon is late: whatever it said last, what holds now is unknown. */
export const isPastValidity = ({ validUntil }: Pick<EnvironmentState, 'validUntil'>, now: Instant): boolean =>
  now > validUntil;

/** The verdict on an environment as it may be told at `now`. */
export function verdictOf(
  state: Pick<
    EnvironmentState,
    'name' | 'asOf' | 'validUntil' | 'deployment' | 'assessment' | 'stillWatched' | 'runners'
  >,
  now: Instant,
): Ruling {
  if (isPastValidity(state, now)) {
    return undecided('what is known is out of date', [`the daemon has not looked since ${rfc3339(state.asOf)}`]);
  }
  const { name, deployment, assessment, stillWatched } = state;
  const ruling = rule({
    environment: name,
    ...(deployment && { deployment }),
    ...(assessment && { assessment }),
    ...(stillWatched && { stillWatched }),
  });
  const offer = deployment && offerSentence(deployment, state.runners ?? [], now);
  return offer === undefined ? ruling : { ...ruling, because: [...ruling.because, offer] };
}

/** The verdict on one deployment, from its phase, what people decided, and what the engine says. */
export function rule({ environment, deployment, assessment, stillWatched }: Facts): Ruling {
  if (deployment === undefined) {
    const nothing = `Nothing has been deployed to ${environment} yet`;
    return undecided('there is no deployment to judge', [nothing]);
  }
  const { id, phase, version, deployedBy, because, rollback } = deployment;
  switch (phase) {
    case 'planned':
    case 'preflight':
      return preparing(`${deployedBy} is preparing the deploy of ${version.version}`, stillWatched);
    case 'deploying':
      return undecided('the deploy is under way', [`${deployedBy} is deploying ${version.version}`]);
    case 'verifying':
      return undecided('the verification is under way', [`${version.version} is being verified`]);
    case 'watching':
      return watching(deployment, assessment);
    case 'succeeded':
      return succeeded(deployment, assessment);
    case 'failed':
      return failed(deployment, assessment);
    case 'interrupted': {
      const why = because ?? 'the runner fell silent';
      if (rollback !== undefined) {
        const next = `go on with the rollback: daywatch rollback ${environment} --resume ${id}`;
        return noGo('the rollback was interrupted', [why, next], 'roll-back', false);
      }
      const next = `go on with daywatch deploy ${environment} --resume ${id}, or roll back with daywatch rollback ${environment}`;
      return undecided('the runner was interrupted', [why, next]);
    }
    case 'rolling-back': {
      const by = rollback?.requestedBy ?? deployedBy;
      const to = rollback?.target.version ?? 'the version before';
      return noGo(
        'the rollback is under way',
        [`${by} is rolling ${version.version} back to ${to}`],
        'roll-back',
        false,
      );
    }
    case 'rolled-back':
      return noGo('it was rolled back', [...recoverySentences(deployment, assessment)], 'hold', true);
    case 'superseded':
      return { ...undecided('a newer deployment took over', [because ?? 'a newer deployment took over']), final: true };
    case 'cancelled':
      return {
        ...undecided('it was cancelled before anything changed', [
          because ?? 'it was cancelled',
          `${environment} still runs what it ran before`,
        ]),
        final: true,
      };
  }
}

/** Preparing the next deploy does not hide that what still runs has a NO-GO. */
function preparing(what: string, runs: Facts['stillWatched']): Ruling {
  const ruling = runs && watching(runs.deployment, runs.assessment);
  if (ruling?.verdict !== 'no-go') return undecided('the deploy has not begun', [what]);
  const because = [`${runs?.deployment.version.version} still runs, with a NO-GO`, ...ruling.because, what];
  return noGo('what still runs has a NO-GO', because, 'hold', false);
}

function watching(deployment: Deployment, assessment: Assessment | undefined): Ruling {
  const engine = standing(deployment, assessment);
  // A decided GO ends the watch; it is `succeeded` then.
  const decision = badDecision(deployment);
  if (decision === undefined) {
    const longer = extensionSentence(deployment);
    const ruling = engine ?? undecided('the watch has just begun', ['no criterion has been judged yet']);
    return longer === undefined ? ruling : { ...ruling, because: [...ruling.because, longer] };
  }
  const decided = badDecisionSentence(decision);
  const recommended = decision.decision === 'roll-back' ? 'roll-back' : (engine?.recommendation ?? 'hold');
  const because =
    engine?.verdict === 'no-go' ? [decided, ...engine.because.filter((one) => one !== decided)] : [decided];
  const recommendation = recommended === 'roll-back' ? 'roll-back' : 'hold';
  return noGo('a person decided', because, recommendation, engine?.final ?? false);
}

/**
 * What the engine says, or the NO-GO that the record has. One that was said stands until a person decides GO: no
 * changed plan and no other version of the engine that judges all readings anew takes it back. Only a plan that says
 * `recover: true` lets the engine itself take it back, with the time since when all is well again.
 */
function standing(deployment: Deployment, assessment: Assessment | undefined): Ruling | undefined {
  const last = recorded(deployment);
  if (assessment === undefined || last?.verdict !== 'no-go' || assessment.verdict === 'no-go' || recovered(assessment))
    return assessment ?? last;
  const { final } = assessment;
  return { ...last, final };
}

/** It failed, it is well again, and the plan wants that to be enough (`recover: true`). */
const recovered = ({ recoveredSince }: Assessment): boolean => recoveredSince !== undefined;

function succeeded(deployment: Deployment, assessment: Assessment | undefined): Ruling {
  const engine = assessment ?? recorded(deployment);
  const decision = deployment.decisions.at(-1);
  if (decision?.decision === 'go' && !(engine?.verdict === 'go' && engine.final)) {
    const because = [`${decision.by} decided GO: ${decision.reason}`];
    return {
      verdict: 'go',
      recommendation: 'proceed',
      rule: 'a person decided',
      because,
      final: true,
      certified: false,
    };
  }
  return {
    verdict: 'go',
    recommendation: 'proceed',
    rule: engine?.rule ?? 'the watch has seen its whole duration',
    because: engine?.because ?? [deployment.because ?? 'all criteria held'],
    final: true,
    certified: engine?.certified ?? false,
  };
}

function failed(deployment: Deployment, assessment: Assessment | undefined): Ruling {
  const { because, runnerPhase, rollback, watchStartedAt } = deployment;
  if (rollback !== undefined) {
    return noGo('the rollback failed', [
      because ?? stepThatFailed(deployment),
      'roll back again once the cause is gone',
    ]);
  }
  if (watchStartedAt !== undefined) {
    const engine = standing(deployment, assessment);
    if (engine?.verdict === 'no-go') return { ...engine, final: true };
    // Its watch had ended with GO.
    const decision = badDecision(deployment);
    if (decision !== undefined)
      return noGo(
        'a person decided',
        [badDecisionSentence(decision)],
        decision.decision === 'roll-back' ? 'roll-back' : 'hold',
      );
    return noGo('the watch ended with NO-GO', [because ?? 'the watch ended with NO-GO']);
  }
  const what = runnerPhase === 'verifying' ? 'the verification failed' : 'a step of the deploy failed';
  return noGo(what, [because ?? stepThatFailed(deployment)]);
}

function stepThatFailed({ steps }: Deployment): string {
  const step = steps.findLast(({ state }) => state === 'failed' || state === 'timed-out');
  if (step === undefined) return 'the runner reported a failure';
  if (step.state === 'timed-out') return `"${step.title}" timed out`;
  return `"${step.title}" failed${typeof step.exitCode === 'number' ? ` with exit code ${step.exitCode}` : ''}`;
}

/** What the record kept of the last verdict: all that is left of a watch that has ended. */
function recorded({ verdict: last }: Deployment): Ruling | undefined {
  if (last === undefined) return undefined;
  const { verdict, recommendation, rule, because, final } = last;
  return { verdict, recommendation, rule, because, final, certified: false };
}

const undecided = (rule: string, because: string[]): Ruling => ({
  verdict: 'undecided',
  recommendation: 'hold',
  rule,
  because,
  final: false,
  certified: false,
});

const noGo = (
  rule: string,
  because: string[],
  recommendation: Ruling['recommendation'] = 'roll-back',
  final = true,
): Ruling => ({ verdict: 'no-go', recommendation, rule, because, final, certified: false });
