import type { Path } from '../fault.ts';
import { isMerged } from '../from-markdown/merge-block.ts';
import { isMapping, type Mapping } from '../read-fields.ts';

/** A written plan in the one of several spellings that documents have: a step `x` is `{ run: x }`, defaults are said. */
export function normalPlan(plan: Mapping): Mapping {
  const { environments } = plan;
  const normal = isMapping(environments)
    ? { ...plan, environments: mapped(environments, (one) => (isMapping(one) ? normalEnvironment(one) : {})) }
    : plan;
  return withoutNulls(normal, []);
}

const mapped = (value: Mapping, change: (one: unknown) => unknown): Mapping =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));

function normalEnvironment(environment: Mapping): Mapping {
  const { deploy, verify, watch, rollback, announce } = environment;
  return {
    ...environment,
    ...(isMapping(deploy) && {
      deploy: { ...deploy, ...(Array.isArray(deploy.steps) && { steps: deploy.steps.map(normalStep) }) },
    }),
    ...(Array.isArray(verify) && { verify: verify.map(normalStep) }),
    ...(isMapping(watch) && { watch: { ...watch, for: watch.for ?? '24h', every: watch.every ?? '15s' } }),
    ...(isMapping(rollback) && { rollback: normalRollback(rollback) }),
    ...(Array.isArray(announce) && { announce: announce.map(normalAnnouncement) }),
  };
}

const normalRollback = (rollback: Mapping): Mapping => ({
  ...rollback,
  when: { blocking: 1, critical: 2, integrity: 1, ...(isMapping(rollback.when) ? rollback.when : {}) },
  to: rollback.to ?? 'last-stable',
  ...(Array.isArray(rollback.steps) && { steps: rollback.steps.map(normalStep) }),
});

const normalStep = (step: unknown): unknown =>
  isMapping(step) && typeof step.run === 'string' && Object.keys(step).length === 1 ? step.run : step;

const normalAnnouncement = (entry: unknown): unknown =>
  isMapping(entry) && typeof entry.on === 'string' ? { ...entry, on: [entry.on] } : entry;

/** Nothing at all is the same as nothing written. */
function withoutNulls(value: Mapping, path: Path): Mapping {
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(
    kept.map(([key, inner]) => [
      key,
      isMapping(inner) && isMerged([...path, key]) ? withoutNulls(inner, [...path, key]) : inner,
    ]),
  );
}
