import { createDeployments } from '@daywatch/daemon/src/deployments/handle.ts';
import { createFeed } from '@daywatch/daemon/src/feed.ts';
import { createMonitor } from '@daywatch/daemon/src/monitor/monitor.ts';
import { createPlans } from '@daywatch/daemon/src/monitor/register-plan.ts';
import { parsePlan } from '@daywatch/daemon/src/plan/parse.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import type { Clock } from '@daywatch/daemon/src/ports/clock.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import type { Store } from '@daywatch/daemon/src/ports/store.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { createFakeIds } from '../fakes/fake-ids.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** The whole daemon but for sockets: measuring, storing, judging, recording; its source answers at once. */
export async function createParts({
  clock,
  store,
  plan,
  answer,
}: {
  readonly clock: Clock;
  readonly store: Store;
  readonly plan: string;
  readonly answer: (criterion: string) => Reading;
}) {
  const feed = createFeed();
  const rethrow = (cause: unknown) => {
    throw cause;
  };
  const monitor = createMonitor({
    store,
    clock,
    log: silent,
    feed,
    openSource: () => ({ probe: ({ name }) => ({ observe: async () => answer(name) }), close: async () => undefined }),
    judge: (id, assessment) => deployments.judge(id, assessment),
    noteBlindGap: (id, from, until) => deployments.noteBlindGap(id, from, until),
    note: (id, note, by) => deployments.note(id, note, by),
    onMeasured: () => undefined,
    onLate: () => undefined,
    onFault: rethrow,
  });
  const deployments = createDeployments({
    store,
    clock,
    ids: createFakeIds(),
    log: silent,
    planOf: monitor.planOf,
    freezeBaseline: monitor.freezeBaseline,
    onChange: (deployment) => void monitor.deploymentChanged(deployment),
    onOutput: () => undefined,
  });
  const readPlan = (text: string, file: string) => parsePlan({ text, file, ...planKinds });
  const plans = createPlans({ store, clock, log: silent, monitor, readPlan });
  const receipt = await plans.register('production', plan, 'daywatch.yaml');
  if ('refused' in receipt) throw new Error(JSON.stringify(receipt.refused, null, 2));

  return {
    feed,
    monitor,
    async deploy(id: string): Promise<void> {
      const version = { version: '1.4.2', commit: '9f8d111' };
      const request = { id, service: 'shop', version, planHash: receipt.planHash, steps: [] };
      const begun = await deployments.begin('production', request, 'devops');
      if ('refused' in begun) throw new Error(begun.refused.detail);
      for (const phase of ['preflight', 'deploying', 'verifying'] as const) {
        await deployments.report(id, [
          { type: 'phase-started', phase },
          { type: 'phase-finished', phase, outcome: 'passed' },
        ]);
      }
    },
  };
}
