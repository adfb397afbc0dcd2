import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { ChecklistItem, EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { ChecklistKind, DaemonLook, Finding } from '../ports/checklist-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { Answer } from '../ports/commands.ts';
import type { Source } from '../ports/source.ts';
import type { Store } from '../ports/store.ts';

export interface ChecklistParts {
  readonly store: Pick<Store, 'deployment' | 'deployments' | 'events'>;
  readonly clock: Clock;
  readonly kinds: readonly ChecklistKind[];
  /** All environments that have a plan. */
  environments(): readonly string[];
  planOf(environment: string): { readonly plan: EnvironmentPlan; readonly whole: Plan } | undefined;
  openSource(plan: Plan, source: string): Source;
  noteCheck(deployment: string, check: Extract<DeploymentEvent, { type: 'checked' }>): Promise<Answer<Deployment>>;
  onFault(cause: unknown): void;
}

/** The daemon's part of checklists. */
export interface ChecklistLooks {
  /** Looks at all items that are the daemon's, now. */
  look(deployment: string): Promise<Answer<Deployment>>;
  /** Looks at everything that is prepared, again and again. Answers what ends it. */
  start(): () => Promise<void>;
}

const lookEvery = seconds(30);

export function createChecklistLooks(parts: ChecklistParts): ChecklistLooks {
  const { store, clock, kinds, planOf, noteCheck } = parts;
  const ending = new AbortController();

  async function lookAt(deployment: Deployment): Promise<void> {
    const inForce = planOf(deployment.environment);
    const items = inForce?.plan.checklist.filter(isDaemons) ?? [];
    if (inForce === undefined || items.length === 0) return;
    const events = await store.events(deployment.id);
    await Promise.all(
      items.map(async (item) => {
        const signal = AbortSignal.any([ending.signal, clock.timeout(item.timeout)]);
        const source = (name: string) => parts.openSource(inForce.whole, name);
        const look = { deployment, events, plan: inForce.plan, store, clock, signal, source };
        const finding = await findingOf(item, look, kinds);
        const { state, because } = finding;
        await noteCheck(deployment.id, {
          type: 'checked',
          item: item.id,
          state,
          because: because.slice(0, 4_000),
          at: rfc3339(clock.now()),
          ...(finding.state === 'asks' && { role: finding.role }),
        });
      }),
    );
  }

  async function lookAround(): Promise<void> {
    for (const environment of parts.environments()) {
      const newest = await store.deployments({ environment, limit: 20 });
      for (const deployment of newest.filter(isOpen)) await lookAt(deployment);
    }
  }

  return {
    async look(id) {
      const deployment = await store.deployment(id);
      if (deployment !== undefined && isOpen(deployment)) await lookAt(deployment);
      const after = await store.deployment(id);
      return after ?? { refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` } };
    },
    start() {
      const loop = (async () => {
        while (!ending.signal.aborted) {
          await lookAround().catch(parts.onFault);
          await clock.sleep(lookEvery, ending.signal);
        }
      })();
      return async () => {
        ending.abort();
        await loop;
      };
    },
  };
}

type DaemonItem = Extract<ChecklistItem, { by: 'runner' | 'daemon' }>;
const isDaemons = (item: ChecklistItem): item is DaemonItem => item.by === 'daemon';

const isOpen = ({ phase }: Deployment): boolean => phase === 'planned' || phase === 'preflight';

async function findingOf(item: DaemonItem, look: DaemonLook, kinds: readonly ChecklistKind[]): Promise<Finding> {
  const answerer = kinds.find(({ type }) => type === item.type)?.answerer(item.options);
  if (answerer?.by !== 'daemon') throw new Error(`the daemon cannot look at an item of the kind "${item.type}"`);
  try {
    return await answerer.look(look);
  } catch (cause) {
    // A look must not reject: a bug of its kind is told as what it is, and stops nobody else.
    return {
      state: 'failed',
      because: `a fault in looking: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
}
