import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlanRegistry } from '../ports/commands.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';
import type { Monitor } from './monitor.ts';

export type ReadPlan = (
  text: string,
  file: string,
) => { readonly plan: Plan } | { readonly problems: readonly Problem[] };

export interface PlanRegistryParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly monitor: Pick<Monitor, 'observe' | 'planOf'>;
  readonly readPlan: ReadPlan;
  /** Another plan is in force than before. */
  onChanged?(environment: string, planHash: string): Promise<void>;
}

/** Plans in force: checked, stored, and observed from the moment they are registered. */
export interface Plans extends PlanRegistry {
  /** Puts in force again what earlier processes had registered; a plan that is no longer valid is told and left out. */
  takeUp(): Promise<void>;
}

export function createPlans({ store, clock, log, monitor, readPlan, onChanged }: PlanRegistryParts): Plans {
  return {
    async register(environment, text, file) {
      const read = readPlan(text, file);
      if ('problems' in read) {
        const { problems } = read;
        const detail = `${file} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}.`;
        return { refused: { code: 'plan-invalid', detail, hint: 'Check it with `daywatch check`.', problems } };
      }
      const { plan } = read;
      const planned = Object.hasOwn(plan.environments, environment) ? plan.environments[environment] : undefined;
      if (planned === undefined) {
        const known = Object.keys(plan.environments).join(', ');
        const detail = `${file} has no environment ${environment}; it has ${known}.`;
        return { refused: { code: 'unknown-environment', detail } };
      }
      const receipt = { environment, planHash: plan.hash, criteria: planned.watch.criteria.length };
      if (monitor.planOf(environment)?.hash === plan.hash) return { ...receipt, changed: false };
      await store.savePlan({ environment, file, text, hash: plan.hash, registeredAt: clock.now() });
      await monitor.observe(environment, { plan, file });
      await onChanged?.(environment, plan.hash);
      log.info({ environment, plan: plan.hash.slice(0, 12), criteria: receipt.criteria }, 'plan in force');
      return { ...receipt, changed: true };
    },

    async takeUp() {
      for (const { environment, text, file } of await store.plans()) {
        const read = readPlan(text, file);
        if ('plan' in read && read.plan.environments[environment] !== undefined) {
          await monitor.observe(environment, { plan: read.plan, file });
        } else {
          const problems = 'problems' in read ? read.problems.map((problem) => problem.message) : [];
          log.warn(
            { environment, file, problems },
            'a registered plan is no longer valid; its environment is not watched',
          );
        }
      }
    },
  };
}
