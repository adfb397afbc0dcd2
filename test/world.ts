import { createDeployments, type Deployments } from '@daywatch/daemon/src/deployments/handle.ts';
import { resumeDeployments } from '@daywatch/daemon/src/deployments/resume.ts';
import { createFeed, type EnvironmentState, type Feed } from '@daywatch/daemon/src/feed.ts';
import { createMonitor, type Monitor } from '@daywatch/daemon/src/monitor/monitor.ts';
import { createPlans } from '@daywatch/daemon/src/monitor/register-plan.ts';
import { createSilences } from '@daywatch/daemon/src/monitor/silences.ts';
import { parsePlan } from '@daywatch/daemon/src/plan/parse.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import type { Answer, SilenceCommands, Ticket } from '@daywatch/daemon/src/ports/commands.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import type { Store } from '@daywatch/daemon/src/ports/store.ts';
import { MemoryStore } from '@daywatch/daemon/src/store/memory-store.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { createFakeClock, type FakeClock } from './fakes/fake-clock.ts';
import { createFakeIds } from './fakes/fake-ids.ts';

/** A plan whose watch is short enough to tell in a test: an hour, read every ten seconds. */
export const shortPlan = `
service: shop
sources:
  site: { type: http, url: "http://shop.test" }
environments:
  production:
    deploy: { steps: [ ./deploy-production.sh ] }
    watch:
      for: 1h
      every: 10s
      criteria:
        healthy: { title: The shop answers, severity: blocking, source: site, check: { path: /healthz, status: 200 } }
    rollback: { steps: [ "git checkout \${ref}", ./deploy-production.sh ] }
`;

/**
 * What a source answers in this world: the same each time, until the test says otherwise. `never`: nothing until its
 * time is over; `deaf`: not even then.
 */
export type SourceAnswer = Reading | 'never' | 'deaf';

/** The daemon without sockets: real coordinators, engine, plan and record; a clock and sources that the test moves. */
export interface World {
  readonly clock: FakeClock;
  readonly store: Store;
  readonly feed: Feed;
  readonly deployments: Deployments;
  readonly monitor: Monitor;
  readonly silences: SilenceCommands;
  /** Puts another plan in force, as `PUT …/plan` does. */
  register(plan: string): Promise<void>;
  /** What each criterion reads from now on. */
  answer(criterion: string, answer: SourceAnswer): void;
  /** What a runner asks for first. */
  begin(id: string): Promise<Answer<Ticket>>;
  /** Deploys 1.4.2 as a runner would, with every step passing. */
  deploy(id?: string): Promise<void>;
  state(): EnvironmentState;
  record(id?: string): Promise<readonly RecordedEvent[]>;
  /** The process is gone, without a goodbye; the store remains. */
  kill(): World['afterRestart'];
  readonly afterRestart: () => Promise<World>;
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

export async function createWorld(
  options: {
    plan?: string;
    store?: Store;
    clock?: FakeClock;
    answers?: Map<string, SourceAnswer>;
    /** Asked instead of the one that answers by `answer`. */
    source?: Source;
    /** Faults are part of the story: they are not thrown at the test. */
    forgiving?: boolean;
    /** Which services are deployed, of a plan that has several. */
    services?: string[];
  } = {},
): Promise<World> {
  const { plan = shortPlan, store = new MemoryStore(), clock = createFakeClock() } = options;
  const answers = options.answers ?? new Map<string, SourceAnswer>();
  const feed = createFeed();
  const faults: unknown[] = [];
  let dead = false;

  const source: Source = {
    probe: ({ name }) => ({
      observe: (signal) => {
        const answer = answers.get(name) ?? { type: 'check', ok: true };
        if (answer === 'deaf') return new Promise(() => undefined);
        if (answer !== 'never' && !dead) return Promise.resolve(answer);
        return new Promise((resolve) => {
          const late = { type: 'error', because: 'no answer in time' } as const;
          signal.addEventListener('abort', () => resolve(late), { once: true });
        });
      },
    }),
    close: async () => undefined,
  };
  // After a kill nothing of this process reaches the store any more.
  const mortal = new Proxy(store, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => (dead ? new Promise(() => undefined) : Reflect.apply(value, target, given));
    },
  });

  const monitor: Monitor = createMonitor({
    store: mortal,
    clock,
    log: silent,
    feed,
    openSource: () => options.source ?? source,
    judge: (id, assessment, of) => deployments.judge(id, assessment, of),
    noteBlindGap: (id, from, until) => deployments.noteBlindGap(id, from, until),
    note: (id, note, by) => deployments.note(id, note, by),
    onMeasured: () => undefined,
    onLate: () => undefined,
    onFault: (cause) => faults.push(cause),
  });
  const deployments: Deployments = createDeployments({
    store: mortal,
    clock,
    ids: createFakeIds(),
    log: silent,
    planOf: monitor.planOf,
    freezeBaseline: monitor.freezeBaseline,
    onChange: (deployment) => void monitor.deploymentChanged(deployment),
    onOutput: monitor.output,
    failingCriteria: monitor.failingCriteria,
  });
  const plans = createPlans({
    store: mortal,
    clock,
    log: silent,
    monitor,
    onChanged: deployments.planChanged,
    readPlan: (text, file) => parsePlan({ text, file, ...planKinds }),
  });
  const silences = createSilences({ store: mortal, clock, ids: createFakeIds(), log: silent, monitor });
  const register = async (text: string) => {
    const registered = await plans.register('production', text, 'daywatch.yaml');
    if ('refused' in registered) throw new Error(JSON.stringify(registered.refused, null, 2));
  };
  await register(plan);
  await resumeDeployments(mortal, ['production'], deployments);

  const state = () => {
    if (faults.length > 0 && options.forgiving !== true) throw new Error('a fault in the daemon', { cause: faults[0] });
    const current = feed.current('production');
    if (current === undefined) throw new Error('production has no state');
    return current;
  };
  const begin = (id: string) =>
    deployments.begin(
      'production',
      {
        id,
        service: 'shop',
        ...(options.services && { services: options.services }),
        version: { version: '1.4.2', commit: '9f8d111' },
        planHash: state().planHash,
        steps: [],
      },
      'devops',
    );
  const afterRestart = () => createWorld({ plan, store, clock, answers });
  return {
    clock,
    store,
    feed,
    deployments,
    monitor,
    silences,
    register,
    begin,
    answer: (criterion, answer) => answers.set(criterion, answer),
    async deploy(id = '01DEPLOYMENT') {
      const begun = await begin(id);
      if ('refused' in begun) throw new Error(begun.refused.detail);
      for (const phase of ['preflight', 'deploying', 'verifying'] as const) {
        const answer = await deployments.report(id, [
          { type: 'phase-started', phase },
          { type: 'phase-finished', phase, outcome: 'passed' },
        ]);
        if ('refused' in answer) throw new Error(answer.refused.detail);
      }
    },
    state,
    record: (id = '01DEPLOYMENT') => store.events(id),
    kill() {
      dead = true;
      return afterRestart;
    },
    afterRestart,
  };
}
