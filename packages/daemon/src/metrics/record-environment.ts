import { phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { type Instant, parseDuration } from '@daywatch/shared/vocabulary/time.ts';
import { type Judgement, judgementState, recommendation, verdictWord } from '@daywatch/shared/vocabulary/verdict.ts';
import { verdictOf } from '../deployments/verdict-of.ts';
import type { EnvironmentState } from '../feed.ts';
import type { Metrics } from './definitions.ts';

/** Writes one environment's state into the gauges; those of it are empty before. */
export function recordEnvironment(metrics: Metrics, state: EnvironmentState, now: Instant): void {
  const { name: environment, deployment } = state;
  const ruling = verdictOf(state, now);
  for (const verdict of verdictWord.options) {
    metrics.verdict.set({ environment, verdict }, Number(verdict === ruling.verdict));
  }
  for (const word of recommendation.options) {
    metrics.recommendation.set({ environment, recommendation: word }, Number(word === ruling.recommendation));
  }
  metrics.final.set({ environment }, Number(ruling.final));
  metrics.validUntil.set({ environment }, state.validUntil / 1_000);
  for (const { criterion } of state.silences) metrics.silenced.set({ environment, criterion }, 1);
  if (deployment === undefined) return;
  const labels = { environment, deployment: deployment.id, version: deployment.version.version };
  for (const word of phase.options) metrics.phase.set({ ...labels, phase: word }, Number(word === deployment.phase));
  if (deployment.watchStartedAt === undefined || state.assessment === undefined) return;
  const { watch, judgements } = state.assessment;
  const spans = [
    [metrics.seen, watch.seen],
    [metrics.blind, watch.blind],
    [metrics.remaining, watch.remaining],
  ] as const;
  for (const [gauge, text] of spans) {
    const span = parseDuration(text);
    if (span !== undefined) gauge.set({ environment }, span / 1_000);
  }
  metrics.coverage.set({ environment }, watch.coverage);
  for (const judgement of judgements) recordJudgement(metrics, environment, judgement);
}

function recordJudgement(metrics: Metrics, environment: string, judgement: Judgement): void {
  const { name: criterion, severity, unit, value, baseline, limit, evidence, coverage } = judgement;
  for (const state of judgementState.options) {
    metrics.state.set({ environment, criterion, severity, state }, Number(state === judgement.state));
  }
  // What is not known has no sample: a zero would be a value.
  const labels = { environment, criterion, unit };
  if (value !== undefined) metrics.value.set(labels, value);
  if (baseline !== undefined) metrics.baseline.set(labels, baseline);
  if (limit !== undefined) metrics.limit.set(labels, limit);
  if (evidence !== undefined) metrics.eValue.set({ environment, criterion }, evidence.eValue);
  metrics.criterionCoverage.set({ environment, criterion }, coverage);
}
