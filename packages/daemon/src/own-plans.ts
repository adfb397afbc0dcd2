import { readFileSync } from 'node:fs';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { hasTouched } from './deployments/at-work.ts';
import { planHash } from './plan/plan-hash.ts';

/** The plans on this machine's own disk, by which it is judged what a registered plan may use of this machine. */
export interface OwnPlans {
  /** What stands in the plan file now, and what stood there when the deployment began that the environment has. */
  of(environment: string): readonly Plan[];
  /** A deployment has a new state. */
  changed(
    deployment: Pick<Deployment, 'id' | 'environment' | 'planHash' | 'requestedAt' | 'phase' | 'runnerPhase'>,
  ): void;
}

/**
 * A rollback checks out the version before, and with it the plan file as it was then, which may be none: what the plan
 * of a deployment may use must not depend on that. Until the next deployment begins, and no longer.
 */
export function rememberOwnPlans({
  file,
  readPlan,
}: {
  readonly file: string | undefined;
  readonly readPlan: (text: string, file: string) => { readonly plan: Plan } | { readonly problems: unknown };
}): OwnPlans {
  let read: { readonly hash: string; readonly plan: Plan | undefined } | undefined;
  const begunWith = new Map<string, Pick<Deployment, 'id' | 'requestedAt'> & { readonly plan: Plan | undefined }>();

  function onDisk(): Plan | undefined {
    const text = file === undefined ? undefined : textOf(file);
    if (file === undefined || text === undefined) return undefined;
    const hash = planHash(text);
    if (read?.hash !== hash) {
      const parsed = readPlan(text, file);
      read = { hash, plan: 'plan' in parsed ? parsed.plan : undefined };
    }
    return read.plan;
  }

  return {
    of(environment) {
      const kept = begunWith.get(environment)?.plan;
      return [onDisk(), kept].filter((plan) => plan !== undefined);
    },
    changed({ id, environment, planHash: hash, requestedAt, ...deployment }) {
      const kept = begunWith.get(environment);
      if (!hasTouched(deployment) || (kept !== undefined && kept.requestedAt > requestedAt)) return;
      const plan = [onDisk(), kept?.id === id ? kept.plan : undefined].find((one) => one?.hash === hash);
      begunWith.set(environment, { id, requestedAt, plan });
    },
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
