import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { createLogger } from '../log.ts';
import { createOutbound } from '../outbound.ts';
import { parsePlan } from '../plan/parse.ts';
import { secretsBeside } from '../plan/secrets-beside.ts';
import { planKinds } from '../plan-kinds.ts';
import type { Probe } from '../ports/source.ts';
import { reachOfPlan } from '../reach-of-plan.ts';
import { proxiesOf } from '../settings.ts';
import { shellForPlan } from '../shell-for-plan.ts';
import { openSource } from '../sources/open-source.ts';
import { shortMemory } from '../sources/short-memory.ts';
import type { Context } from './context.ts';

export interface OpenSources {
  probeOf(criterion: Criterion): Probe;
  close(): Promise<void>;
}

/** The sources of a plan, opened as the daemon would. */
export function openSources(plan: Plan, planFile: string, { clock, surroundings }: Context): OpenSources {
  const { environment } = surroundings;
  const outbound = createOutbound({ clock, proxy: proxiesOf(environment) });
  const log = createLogger({ level: 'silent' });
  const secrets = secretsBeside(planFile, environment);
  const shell = shellForPlan({ plan, ownFile: planFile, environment, clock });
  const readPlan = (text: string, file: string) => parsePlan({ text, file, ...planKinds });
  const reach = reachOfPlan({ plan, ownFile: planFile, readPlan, allowance: { variables: [], places: [] } });
  const sources = new Map(
    Object.keys(plan.sources).map((name) => [
      name,
      openSource({ plan, name, secrets, outbound, clock, log, memory: shortMemory(), shell, reach: reach(name) }),
    ]),
  );
  return {
    probeOf(criterion) {
      const source = sources.get(criterion.source);
      if (source === undefined) throw new Error(`the plan let ${criterion.name} through without its source`);
      return source.probe(criterion);
    },
    async close() {
      await Promise.all([...sources.values()].map((source) => source.close()));
      await outbound.close();
    },
  };
}
