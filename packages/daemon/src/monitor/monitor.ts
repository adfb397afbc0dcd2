import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { WaitingRunner } from '../feed.ts';
import type { Frozen, Intake } from '../ports/commands.ts';
import { checkPushed } from './check-pushed.ts';
import {
  type EnvironmentParts,
  isLate,
  type RegisteredPlan,
  type WatchedEnvironment,
  watchEnvironment,
} from './watch-environment.ts';

/** All environments that have a plan, each watched on its own. */
export interface Monitor extends Intake {
  /** Puts a plan in force: at once, also in the middle of a watch. */
  observe(environment: string, registered: RegisteredPlan): Promise<void>;
  planOf(
    environment: string,
  ): { readonly plan: EnvironmentPlan; readonly hash: string; readonly whole: Plan } | undefined;
  deploymentChanged(deployment: Deployment): Promise<void>;
  output(deployment: Deployment, text: string): void;
  /** Criteria of the deployment's watch that are failing now. */
  failingCriteria(deployment: Deployment): readonly string[];
  /** Who waits for something to do there. */
  runnersChanged(environment: string, runners: readonly WaitingRunner[]): void;
  /** A silence of the environment began, or was ended. */
  silencesChanged(environment: string): Promise<void>;
  freezeBaseline(deployment: Deployment, until: Instant): Promise<Frozen>;
  /** Environments that were not looked at for two intervals. */
  late(): readonly string[];
  stop(): Promise<void>;
}

export function createMonitor(parts: EnvironmentParts): Monitor {
  const environments = new Map<string, WatchedEnvironment>();
  let change: Promise<unknown> = Promise.resolve();

  return {
    observe(name, registered) {
      const replace = async () => {
        const before = environments.get(name);
        await before?.stop();
        // If the new one cannot be opened, there is none: the old one no longer looks.
        environments.delete(name);
        environments.set(name, await watchEnvironment(name, registered, parts, before?.state()));
      };
      const mine = change.then(replace, replace);
      change = mine;
      return mine;
    },
    planOf(name) {
      const environment = environments.get(name);
      if (environment === undefined) return undefined;
      const { plan, planHash } = environment.state();
      return { plan, hash: planHash, whole: environment.registered.plan };
    },
    async deploymentChanged({ environment }) {
      // Not to one that is about to be replaced: it would be the last to know.
      await change.catch(() => undefined);
      await environments.get(environment)?.deploymentChanged();
    },
    output(deployment, text) {
      environments.get(deployment.environment)?.output(text);
    },
    failingCriteria({ id, environment }) {
      const state = environments.get(environment)?.state();
      const judgements = state?.deployment?.id === id ? (state.assessment?.judgements ?? []) : [];
      return judgements.filter((one) => one.state === 'failing').map(({ name }) => name);
    },
    runnersChanged(environment, runners) {
      environments.get(environment)?.runnersChanged(runners);
    },
    async silencesChanged(environment) {
      await change.catch(() => undefined);
      await environments.get(environment)?.silencesChanged();
    },
    freezeBaseline(deployment, until) {
      const environment = environments.get(deployment.environment);
      if (environment === undefined) throw new Error(`${deployment.environment} is not observed`);
      return environment.freezeBaseline(deployment, until);
    },
    async push(name, lines) {
      await change.catch(() => undefined);
      const environment = environments.get(name);
      if (environment === undefined) {
        return { refused: { code: 'unknown-environment', detail: `There is no environment ${name}.` } };
      }
      const { plan } = environment.state();
      const checked = checkPushed(lines, { plan, takers: environment.takers(), now: parts.clock.now() });
      if ('problems' in checked) {
        const { problems } = checked;
        const count = problems.length === 1 ? 'One reading' : `${problems.length} readings`;
        return {
          refused: { code: 'request-invalid', detail: `${count} cannot be taken; none of the batch was.`, problems },
        };
      }
      await Promise.all(checked.pushed.map(({ criterion, letter }) => environment.accept(criterion, letter)));
      return { accepted: checked.pushed.length };
    },
    late: () => [...environments.values()].filter((one) => isLate(one, parts.clock.now())).map((one) => one.name),
    async stop() {
      await change.catch(() => undefined);
      await Promise.all([...environments.values()].map((environment) => environment.stop()));
    },
  };
}
