import { createHash } from 'node:crypto';
import type { DeploymentRequest } from '@daywatch/shared/api/requests.ts';
import type { RouteName } from '@daywatch/shared/api/routes.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { hours, minutes, plus, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import { createChecklistLooks } from '../checklist/checklist-looks.ts';
import { createDeployments } from '../deployments/handle.ts';
import { createWaitingRunners } from '../deployments/waiting-runners.ts';
import { watchProgress } from '../deployments/watch-progress.fixture.ts';
import { createFeed, type EnvironmentState } from '../feed.ts';
import { createSilences } from '../monitor/silences.ts';
import { createAnnouncementCommands } from '../notify/announcement-commands.ts';
import type { Logger } from '../ports/logger.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { createApp } from './app.ts';
import type { HttpParts } from './parts.ts';

export const tokens = {
  viewer: 'viewer-token',
  developer: 'developer-token',
  lead: 'lead-token',
  ingest: 'ingest-token',
} as const;

export const criterion = (changes: Partial<Criterion> = {}): Criterion => ({
  name: 'api-errors',
  title: 'API errors',
  severity: 'critical',
  integrity: false,
  source: 'metrics',
  measure: 'rate',
  query: {},
  limit: 0.01,
  worse: 'higher',
  unit: 'fraction',
  every: seconds(15),
  timeout: seconds(10),
  noData: 'blind',
  dryRun: false,
  strict: false,
  confirm: 2,
  ...changes,
});

export const plan: EnvironmentPlan = {
  name: 'production',
  checklist: [
    {
      by: 'runner',
      type: 'run',
      id: 'tests',
      title: 'Tests pass',
      options: { run: 'npm test' },
      timeout: minutes(5),
    },
    { by: 'people', type: 'sign-off', id: 'reviewed', title: 'Rollback reviewed', role: 'devops-lead' },
  ],
  verify: [],
  watch: {
    for: hours(24),
    every: seconds(15),
    settle: minutes(2),
    earliestGo: minutes(30),
    atMost: hours(48),
    criteria: [criterion()],
  },
  dashboards: { application: 'https://grafana.example.com/d/shop' },
};

/** A deployment in the middle of its watch. */
export const watched: Deployment = {
  id: '01JEDEPLOY',
  environment: 'production',
  service: 'shop',
  phase: 'watching',
  version: { version: '1.4.2', commit: '9f8d111' },
  planHash: 'plan-hash',
  deployedBy: 'devops',
  requestedAt: '2026-12-01T21:50:00.000Z',
  finishedAt: '2026-12-01T22:00:00.000Z',
  watchStartedAt: '2026-12-01T22:00:00.000Z',
  steps: [],
  signOffs: {},
  blindGaps: [],
  decisions: [],
  sequence: 7,
};

export const assessment = (changes: Partial<Assessment> = {}): Assessment => ({
  verdict: 'go',
  recommendation: 'proceed',
  rule: 'every criterion is passing',
  because: ['errors are as usual'],
  final: false,
  certified: true,
  watch: watchProgress,
  judgements: [
    {
      name: 'api-errors',
      title: 'API errors',
      severity: 'critical',
      integrity: false,
      dryRun: false,
      state: 'passing',
      because: 'as usual',
      unit: 'fraction',
      value: 0.001,
      limit: 0.01,
      baseline: 0.0012,
      evidence: { eValue: 0.7, observations: 240 },
      coverage: 1,
    },
  ],
  ...changes,
});

export const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/** The app over an in-memory store, real commands and a clock that stands still. */
export function createTestApp(changes: Partial<HttpParts> = {}) {
  const clock = createFakeClock();
  const feed = createFeed();
  const store = new MemoryStore();
  const faults: unknown[] = [];
  const answered: [RouteName, number][] = [];
  const streamClients: number[] = [];
  const stopping = new AbortController();
  let made = 0;
  let revision = 0;
  const ids = { next: () => `01JEID${String(++made).padStart(4, '0')}`, secret: () => `secret-${++made}` };

  const state = (more: Partial<EnvironmentState> = {}): EnvironmentState => ({
    name: 'production',
    service: 'shop',
    plan,
    planHash: 'plan-hash',
    planFile: 'daywatch.yaml',
    revision: ++revision,
    asOf: clock.now(),
    validUntil: plus(clock.now(), seconds(45)),
    latest: new Map(),
    silences: [],
    ...more,
  });
  const publish = (more: Partial<EnvironmentState> = {}) => {
    const next = state(more);
    feed.publish(next);
    return next;
  };

  const whole: Plan = {
    service: 'shop',
    sources: {},
    roles: { 'devops-lead': ['the developer', 'the lead', 'dana@example.com'] },
    environments: { production: plan },
    hash: 'plan-hash',
  };
  const planOf = (name: string) => (name === 'production' ? { plan, hash: 'plan-hash', whole } : undefined);
  const commands = createDeployments({
    store,
    clock,
    ids,
    log: quiet,
    planOf,
    freezeBaseline: async () => ({ observations: 0 }),
    onChange: (deployment) => void publish({ ...feed.current('production'), revision: ++revision, deployment }),
    onOutput: () => undefined,
  });

  const parts: HttpParts = {
    feed,
    commands,
    checklist: createChecklistLooks({
      store,
      clock,
      kinds: [],
      environments: () => ['production'],
      planOf,
      openSource: () => {
        throw new Error('nothing is asked of a source here');
      },
      noteCheck: commands.noteCheck,
      onFault: (cause) => faults.push(cause),
    }),
    plans: {
      async register(environment, text) {
        if (text === 'faulty') return { refused: { code: 'plan-invalid', detail: 'The plan has a problem.' } };
        return { environment, planHash: createHash('sha256').update(text).digest('hex'), changed: true, criteria: 1 };
      },
    },
    intake: {
      async push(_environment, lines) {
        return { accepted: lines.length };
      },
    },
    waitingRunners: createWaitingRunners({
      clock,
      onChange: (environment, runners) => publish({ ...feed.current(environment), revision: ++revision, runners }),
    }),
    links: { key: 'a-key-of-the-tests' },
    announcements: createAnnouncementCommands({
      store,
      clock,
      ids,
      planOf: (environment) => feed.current(environment),
      serviceOf: (environment) => feed.current(environment)?.service ?? environment,
      wake() {},
    }),
    silences: createSilences({
      store,
      clock,
      ids,
      log: quiet,
      monitor: {
        planOf,
        async silencesChanged(environment) {
          const silences = await store.silences(environment, clock.now());
          publish({ ...feed.current(environment), revision: ++revision, silences });
        },
      },
    }),
    store,
    clock,
    ids,
    log: quiet,
    access: {
      tokens: Object.entries(tokens).map(([role, token]) => ({ name: `the ${role}`, role: role as 'viewer', token })),
      open: { gate: false, metrics: true },
      hosts: [],
    },
    about: { version: '1.2.3', pid: 42, startedAt: rfc3339(clock.now()) },
    observer: {
      answered: (route, status) => answered.push([route, status]),
      streamClients: (count) => streamClients.push(count),
    },
    dashboardPage: () => '<!doctype html><title>Daywatch</title><style>b{}</style><script>run()</script>',
    metricsText: async () => 'up 1\n',
    late: () => [],
    onFault: (cause) => faults.push(cause),
    stopping: stopping.signal,
    ...changes,
  };
  const app = createApp(parts);

  /** Asks as somebody with this role's token; `nobody` sends none. */
  const ask = (
    method: string,
    path: string,
    { as = 'viewer', body, headers = {} }: { as?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) =>
    app.request(path, {
      method,
      headers: {
        ...(as !== 'nobody' && { authorization: `Bearer ${as in tokens ? tokens[as as keyof typeof tokens] : as}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  return { app, ask, parts, feed, store, clock, commands, publish, state, faults, answered, streamClients, stopping };
}

/** What `daywatch deploy` sends first. */
export const deploymentRequest = (id = '01JEDEPLOY'): DeploymentRequest => ({
  id,
  service: 'shop',
  version: { version: '1.4.2', commit: '9f8d111' },
  planHash: 'plan-hash',
  steps: [
    { phase: 'preflight', id: 'tests', title: 'npm test' },
    { phase: 'deploying', id: 'deploy', title: './deploy.sh' },
  ],
});
