import type {
  DeploymentSummary,
  DeploymentView,
  EnvironmentView,
  VerdictDocument,
} from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { type Ruling, rule, verdictOf } from '../deployments/verdict-of.ts';
import type { EnvironmentState } from '../feed.ts';
import { reportSentence } from '../record/report-sentence.ts';
import { afterViews } from './after-views.ts';
import { checklistView } from './checklist-view.ts';
import { noticesOf } from './notices.ts';
import { rollbackViews } from './rollback-views.ts';
import { servicesView } from './services-view.ts';

/** The verdict on any deployment: the current one by what is known now, a past one by its record. */
export function rulingOn(deployment: Deployment, state: EnvironmentState | undefined, now: Instant): Ruling {
  return state?.deployment?.id === deployment.id
    ? verdictOf({ ...state, deployment }, now)
    : rule({ environment: deployment.environment, deployment });
}

export function summaryView(deployment: Deployment, ruling: Ruling): DeploymentSummary {
  const { id, environment, service, services, phase, version, deployedBy, requestedAt, finishedAt, endedAt, because } =
    deployment;
  return {
    id,
    environment,
    service,
    ...(services && { services: [...services] }),
    phase,
    version: version.version,
    commit: version.commit,
    deployedBy,
    requestedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    ...(endedAt !== undefined && { endedAt }),
    verdict: ruling.verdict,
    ...(because !== undefined && { because }),
  };
}

type DeploymentWithoutEvents = Omit<DeploymentView, 'events'>;

function deploymentWithoutEvents(
  deployment: Deployment,
  state: EnvironmentState | undefined,
  ruling: Ruling,
  now: Instant,
): DeploymentWithoutEvents {
  const { planHash, runnerPhase, rollbackTarget, steps, watchStartedAt, blindGaps, decisions } = deployment;
  const { overrides, prepared, announcements } = deployment;
  return {
    ...summaryView(deployment, ruling),
    planHash,
    ...(runnerPhase !== undefined && { runnerPhase }),
    ...(rollbackTarget && { rollbackTarget: { ...rollbackTarget } }),
    steps: steps.map((step) => ({ ...step })),
    checklist: checklistView(state?.plan.checklist ?? [], deployment),
    overrides: (overrides ?? []).map((override) => ({ ...override })),
    ...(prepared && { prepared: { ...prepared } }),
    ...(announcements && { announcements: announcements.map((note) => ({ ...note })) }),
    ...(watchStartedAt !== undefined && { watchStartedAt }),
    blindGaps: blindGaps.map((gap) => ({ ...gap })),
    decisions: decisions.map((decision) => ({ ...decision })),
    ...afterViews(deployment),
    ...rollbackViews(deployment, now),
  };
}

/** One deployment, whole. */
export function deploymentView(
  deployment: Deployment,
  events: readonly RecordedEvent[],
  state: EnvironmentState | undefined,
  now: Instant,
): DeploymentView {
  return {
    ...deploymentWithoutEvents(deployment, state, rulingOn(deployment, state, now), now),
    events: events.map(({ sequence, at, actor, event }) => {
      return { sequence, at, actor, event, sentence: reportSentence(event) };
    }),
  };
}

function verdictDocument(state: EnvironmentState, ruling: Ruling): VerdictDocument {
  const { deployment, plan } = state;
  const notices = deployment === undefined ? [] : [...noticesOf(deployment)];
  // An assessment speaks of a watch; before one began it would be that of an earlier deployment.
  const isWatched = deployment?.watchStartedAt !== undefined || deployment?.rollback?.watch !== undefined;
  const assessment = isWatched ? state.assessment : undefined;
  return {
    service: state.service,
    environment: state.name,
    verdict: ruling.verdict,
    final: ruling.final,
    certified: ruling.certified,
    recommendation: ruling.recommendation,
    rule: ruling.rule,
    because: [...ruling.because],
    asOf: rfc3339(state.asOf),
    validUntil: rfc3339(state.validUntil),
    ...(ruling.recoveredSince !== undefined && { recoveredSince: ruling.recoveredSince }),
    ...(deployment && { deployment: summaryView(deployment, ruling) }),
    ...(assessment && { watch: assessment.watch }),
    criteria: assessment?.judgements ?? [],
    ...(assessment && servicesView(assessment.judgements, deployment)),
    silences: state.silences.map(({ id, criterion, owner, reason, from, until }) => {
      return { id, criterion, owner, reason, from, until };
    }),
    overrides: (deployment?.overrides ?? []).map((override) => ({ ...override })),
    ...(notices.length > 0 && { notices }),
    links: {
      dashboard: `/?environment=${state.name}`,
      ...(deployment && { report: `/v1/deployments/${deployment.id}/report` }),
      dashboards: Object.entries(plan.dashboards).map(([name, url]) => ({ name, url })),
    },
  };
}

/** The whole state of an environment as it may be told at `now`. */
export function environmentView(state: EnvironmentState, now: Instant): EnvironmentView {
  const { name, service, revision, planHash, planFile, deployment, planned, lastStable, output } = state;
  const ruling = verdictOf(state, now);
  return {
    name,
    service,
    revision,
    verdict: verdictDocument(state, ruling),
    ...(deployment && { deployment: deploymentWithoutEvents(deployment, state, ruling, now) }),
    ...(planned && { planned: deploymentWithoutEvents(planned, state, rulingOn(planned, undefined, now), now) }),
    ...(lastStable && {
      lastStable: {
        version: lastStable.version,
        commit: lastStable.commit,
        at: rfc3339(lastStable.at),
        deployment: lastStable.deployment,
        ...(state.stableTag !== undefined && { tag: state.stableTag }),
      },
    }),
    ...(state.rolledBack && state.rolledBack.length > 0 && { rolledBack: [...state.rolledBack] }),
    ...(state.runners && state.runners.length > 0 && { runners: state.runners.map((runner) => ({ ...runner })) }),
    ...(state.window && { window: state.window }),
    planHash,
    planFile,
    ...(output !== undefined && { output }),
  };
}
