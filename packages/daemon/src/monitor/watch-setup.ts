import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment, RecoveryWatch } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Millis, millis, minutes, parseDuration, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { extensionOf } from '../deployments/extension.ts';
import { usualRecoveryWatch } from '../deployments/recovery.ts';
import type { WatchSetup } from '../ports/engine.ts';

const ruleOf = ({ rollback }: EnvironmentPlan): WatchSetup['rollback'] =>
  rollback?.when ?? { blocking: 1, critical: 2, integrity: 1 };

/** The watch of what was deployed: as the plan says. */
export function deploymentSetup(deployment: Deployment, plan: EnvironmentPlan): WatchSetup {
  const { criteria, ...settings } = plan.watch;
  const startedAt = parseRfc3339(deployment.finishedAt ?? deployment.watchStartedAt ?? deployment.requestedAt);
  if (startedAt === undefined) throw new Error(`deployment ${deployment.id} has no readable time of its deploy`);
  const extension = extensionOf(deployment);
  return { criteria, startedAt, settings, rollback: ruleOf(plan), ...(extension && { extension }) };
}

/** The short watch of what runs again after a rollback: what was failing comes first, and nothing waits for long. */
export function recoverySetup(deployment: Deployment, watch: RecoveryWatch, plan: EnvironmentPlan): WatchSetup {
  const startedAt = parseRfc3339(deployment.rollback?.finishedAt ?? watch.startedAt);
  if (startedAt === undefined) throw new Error(`deployment ${deployment.id} has no readable time of its rollback`);
  const length = parseDuration(watch.for) ?? usualRecoveryWatch;
  const settle = atMost(minutes(2), length / 10);
  const criteria = failingFirst(plan.watch.criteria, watch.first).map((criterion) => within(criterion, length, settle));
  const settings = {
    for: length,
    every: atMost(plan.watch.every, length),
    settle,
    earliestGo: millis(length / 4),
    atMost: millis(2 * length),
  };
  return { criteria, startedAt, settings, rollback: ruleOf(plan) };
}

const atMost = (span: Millis, limit: number): Millis => millis(Math.min(span, limit));

const failingFirst = (criteria: readonly Criterion[], first: readonly string[]): readonly Criterion[] => [
  ...criteria.filter(({ name }) => first.includes(name)),
  ...criteria.filter(({ name }) => !first.includes(name)),
];

/** A warm-up as long as a deploy needs it could be as long as this whole watch: the version before is an old one. */
const within = (criterion: Criterion, length: Millis, settle: Millis): Criterion =>
  criterion.after !== undefined && criterion.after > length / 4 ? { ...criterion, after: settle } : criterion;
