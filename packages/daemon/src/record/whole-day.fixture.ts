import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import {
  hours,
  type Instant,
  instant,
  type Millis,
  millis,
  minutes,
  plus,
  rfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { chain, emptyChain } from './chain.ts';
import type { ReportFacts } from './report.ts';
import type { ReportSeries } from './report-series.ts';

const commit = '9f8d1110a2b3c4d5e6f708192a3b4c5d6e7f8091';
const start = instant(Date.parse('2026-12-01T21:00:00Z'));
const after = (span: Millis): Instant => plus(start, span);
const version = { version: '1.4.2', commit };
const target = { version: '1.4.1', commit: 'aaaaaaa0a2b3c4d5e6f708192a3b4c5d6e7f8091' };

const judgement = (index: number, state: Judgement['state']): Judgement => ({
  name: `criterion-${index}`,
  title: index === 0 ? 'POST /checkout p95' : `Route ${index} answers in time`,
  severity: index === 0 ? 'blocking' : 'critical',
  integrity: false,
  dryRun: false,
  state,
  because:
    state === 'failing'
      ? 'p95 is 412 ms, 48 % above the same hour yesterday (278 ms); +25 % was allowed; 1,204 requests'
      : 'p95 is 281 ms, as usual (278 ms); 18,332 requests',
  unit: 's',
  value: state === 'failing' ? 0.412 : 0.281,
  baseline: 0.278,
  limit: 0.8,
  tolerance: 0.25,
  evidence: { eValue: state === 'failing' ? 21_000 : 0.02, observations: 248 },
  coverage: 0.97,
});

/** A day of readings that looks like one: waves, noise without chance, and a fault at the end. */
function series(index: number, length: Millis): ReportSeries {
  const points = 200;
  const from = plus(start, millis(-hours(1)));
  const step = (length + hours(1)) / points / 1_000;
  const times = Array.from({ length: points }, (_, i) => from / 1_000 + i * step);
  const wave = (i: number) => 0.26 + 0.04 * Math.sin(i / 23) + 0.02 * Math.sin(i * 7.13 + index);
  const values = times.map((_, i) => (i > 120 && i < 128 ? null : wave(i) + (index === 0 && i > 150 ? 0.13 : 0)));
  return {
    criterion: `criterion-${index}`,
    title: judgement(index, 'passing').title,
    unit: 's',
    times,
    values,
    baseline: 0.278,
    limit: 0.8,
    deployedAt: after(minutes(12)),
    usual: { low: times.map((_, i) => wave(i) - 0.03), high: times.map((_, i) => wave(i) + 0.03) },
  };
}

interface Told {
  readonly events: readonly RecordedEvent[];
  tell(span: Millis, actor: string, ...told: DeploymentEvent[]): void;
}
function teller(): Told {
  const events: RecordedEvent[] = [];
  return {
    events,
    tell(span, actor, ...told) {
      events.push(
        ...chain(events.at(-1) ?? emptyChain, told, {
          deployment: '01JE00000000000000000000A1',
          at: after(span),
          actor,
        }),
      );
    },
  };
}

const base: Deployment = {
  id: '01JE00000000000000000000A1',
  environment: 'production',
  service: 'shop',
  phase: 'cancelled',
  version,
  planHash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  deployedBy: 'devops@example.com',
  requestedAt: rfc3339(after(minutes(-90))),
  steps: [],
  signOffs: {},
  blindGaps: [],
  decisions: [],
  sequence: 2,
};
const requested: DeploymentEvent = {
  type: 'requested',
  environment: 'production',
  service: 'shop',
  version,
  planHash: base.planHash,
  steps: [],
};

/** Nothing was touched: the tests of the checklist failed. */
export function cancelledReport(): ReportFacts {
  const { events, tell } = teller();
  tell(minutes(-90), 'devops@example.com', requested, { type: 'phase-started', phase: 'preflight' });
  const because = 'All tests pass in staging: exit code 1';
  tell(minutes(-88), 'runner of devops@example.com', {
    type: 'phase-finished',
    phase: 'preflight',
    outcome: 'failed',
    because,
  });
  return {
    deployment: { ...base, endedAt: rfc3339(after(minutes(-88))), because },
    events,
    ruling: {
      verdict: 'undecided',
      recommendation: 'hold',
      rule: 'it was cancelled before anything changed',
      because: [because, 'production still runs what it ran before'],
      final: true,
      certified: false,
    },
    dashboards: {},
    checklist: [
      {
        id: 'tests',
        title: 'All tests pass in staging',
        type: 'run',
        by: 'runner',
        state: 'failed',
        because: 'npm test failed with exit code 1',
        lookedAt: rfc3339(after(minutes(-88))),
      },
      {
        id: 'reviewed',
        title: 'Rollback procedure has been reviewed',
        type: 'sign-off',
        by: 'people',
        role: 'devops-lead',
        state: 'waiting',
        because: 'devops-lead has not signed',
      },
    ],
    series: [],
    now: after(minutes(-80)),
    timeZone: 'Europe/Berlin',
  };
}

/** A day with everything in it: overrides, blind time, a decision, a rollback, its watch, and what came after. */
export function wholeDayReport(criteria = 50): ReportFacts {
  const { events, tell } = teller();
  const runner = 'runner of devops@example.com';
  const failing = judgement(0, 'failing');
  tell(minutes(-90), 'devops@example.com', requested);
  tell(minutes(-60), 'anna@example.com', {
    type: 'signed-off',
    item: 'reviewed',
    role: 'devops-lead',
    note: 'dry run seen',
  });
  tell(minutes(-5), 'lead@example.com', { type: 'overridden', what: 'backup', reason: 'the dump of 20:00 is enough' });
  tell(minutes(0), runner, { type: 'phase-started', phase: 'deploying' });
  tell(
    minutes(12),
    runner,
    { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
    { type: 'phase-started', phase: 'verifying' },
  );
  tell(minutes(50), 'daemon', {
    type: 'window-overrun',
    what: 'expected',
    because: 'the deployment takes longer than the 45m that its plan expects; it began at 22:00 (Europe/Berlin)',
  });
  tell(
    minutes(55),
    runner,
    { type: 'phase-finished', phase: 'verifying', outcome: 'passed' },
    { type: 'watch-started', for: '1d' },
  );
  tell(hours(3), 'daemon', {
    type: 'verdict-changed',
    verdict: 'go',
    recommendation: 'proceed',
    rule: 'every blocking and critical criterion passes with enough coverage',
    because: [],
    final: false,
  });
  tell(hours(6), 'qa@example.com', {
    type: 'silenced',
    silence: 's1',
    criterion: 'criterion-7',
    reason: 'load test until eight',
    until: rfc3339(after(hours(8))),
  });
  tell(hours(15), 'daemon', {
    type: 'daemon-resumed',
    blindFrom: rfc3339(after(hours(14))),
    blindUntil: rfc3339(after(hours(15))),
  });
  tell(hours(19), 'daemon', {
    type: 'verdict-changed',
    verdict: 'no-go',
    recommendation: 'roll-back',
    rule: 'one blocking criterion fails',
    because: [`${failing.title}: ${failing.because}`],
    final: false,
    evidence: [failing],
  });
  tell(hours(19.2), 'lead@example.com', {
    type: 'decided',
    decision: 'roll-back',
    reason: 'checkout is too slow to leave it over night',
  });
  tell(hours(19.3), 'lead@example.com', { type: 'rollback-requested', target, steps: [], reason: 'checkout is slow' });
  tell(
    hours(19.5),
    runner,
    { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' },
    { type: 'rollback-watch-started', for: '15m', first: ['criterion-0'] },
  );
  tell(hours(19.8), 'daemon', {
    type: 'rollback-watch-ended',
    outcome: 'recovered',
    because: ['every criterion held'],
  });
  const at = (span: Millis) => rfc3339(after(span));
  return {
    deployment: {
      ...base,
      phase: 'rolled-back',
      finishedAt: at(minutes(12)),
      deployStartedAt: at(minutes(0)),
      watchStartedAt: at(minutes(55)),
      endedAt: at(hours(19.5)),
      steps: [
        {
          phase: 'deploying',
          id: 'a',
          title: 'git merge --no-edit staging',
          state: 'passed',
          seconds: 1.42,
          exitCode: 0,
        },
        { phase: 'deploying', id: 'b', title: './deploy-production.sh', state: 'passed', seconds: 698.2, exitCode: 0 },
        { phase: 'verifying', id: 'c', title: 'npm run test:production', state: 'passed', seconds: 2_580, exitCode: 0 },
        {
          phase: 'rolling-back',
          id: 'd',
          title: 'git checkout stable/production/2026-11-20 && ./deploy-production.sh',
          state: 'passed',
          seconds: 640,
          exitCode: 0,
        },
      ],
      signOffs: {
        reviewed: { by: 'anna@example.com', role: 'devops-lead', at: at(minutes(-60)), note: 'dry run seen', commit },
      },
      overrides: [
        { what: 'backup', reason: 'the dump of 20:00 is enough', by: 'lead@example.com', at: at(minutes(-5)) },
      ],
      overruns: [
        {
          what: 'expected',
          at: at(minutes(50)),
          because: 'the deployment takes longer than the 45m that its plan expects; it began at 22:00 (Europe/Berlin)',
        },
      ],
      blindGaps: [{ from: at(hours(14)), until: at(hours(15)) }],
      decisions: [
        {
          decision: 'roll-back',
          reason: 'checkout is too slow to leave it over night',
          by: 'lead@example.com',
          at: at(hours(19.2)),
        },
      ],
      announcements: [
        {
          key: '1',
          announcement: 'before',
          by: 'email',
          to: 's***@example.com',
          role: 'stakeholders',
          reason: 'before',
          subject: 'shop 1.4.2 will be deployed on Tue 22:00',
          outcome: 'sent',
          at: at(hours(-24)),
        },
        {
          key: '2',
          announcement: 'rolled-back',
          by: 'slack',
          to: 'https://hooks.slack.com/***',
          reason: 'rolled-back',
          subject: 'shop 1.4.2 was rolled back',
          outcome: 'failed',
          because: 'it answered 503',
          at: at(hours(19.5)),
        },
      ],
      rollback: {
        target,
        requestedBy: 'lead@example.com',
        requestedAt: at(hours(19.3)),
        finishedAt: at(hours(19.5)),
        reason: 'checkout is slow',
        watch: {
          startedAt: at(hours(19.5)),
          for: '15m',
          first: ['criterion-0'],
          ended: { at: at(hours(19.8)), outcome: 'recovered', because: ['every criterion held'] },
        },
      },
      aftermath: {
        report: 'reports/01JE00000000000000000000A1.html',
        ticket: { state: 'opened', in: 'GitHub example/shop', url: 'https://github.com/example/shop/issues/7' },
        nextWindow: {
          opensAt: '2026-12-08T21:00:00.000Z',
          closesAt: '2026-12-08T22:00:00.000Z',
          timeZone: 'Europe/Berlin',
          because: 'the first opening that is 24 h after the rollback',
        },
      },
    },
    events,
    ruling: {
      verdict: 'no-go',
      recommendation: 'hold',
      rule: 'it was rolled back',
      because: ['1.4.2 was rolled back to 1.4.1', '1.4.1 has recovered: every criterion held'],
      final: true,
      certified: false,
    },
    assessment: {
      verdict: 'no-go',
      recommendation: 'roll-back',
      rule: 'one blocking criterion fails',
      because: [],
      final: false,
      certified: false,
      watch: {
        startedAt: at(minutes(12)),
        endsAt: at(hours(25)),
        latestEnd: at(hours(48)),
        for: '24h',
        seen: '18h',
        blind: '1h',
        remaining: '6h',
        coverage: 0.947,
        falseAlarmBound: 0.01,
      },
      judgements: Array.from({ length: criteria }, (_, index) => judgement(index, index === 0 ? 'failing' : 'passing')),
    },
    dashboards: { application: 'https://grafana.example.com/d/shop' },
    checklist: [
      {
        id: 'tests',
        title: 'All tests pass in staging',
        type: 'run',
        by: 'runner',
        state: 'passed',
        because: 'npm test passed',
        lookedAt: at(minutes(-40)),
      },
      {
        id: 'backup',
        title: 'Backup of the database',
        type: 'backup',
        by: 'runner',
        state: 'failed',
        because: 'the newest backup is 9h old; at most 6h are allowed',
        lookedAt: at(minutes(-40)),
        override: { by: 'lead@example.com', reason: 'the dump of 20:00 is enough', at: at(minutes(-5)) },
      },
      {
        id: 'reviewed',
        title: 'Rollback procedure has been reviewed',
        type: 'sign-off',
        by: 'people',
        role: 'devops-lead',
        state: 'passed',
        because: 'signed',
        signed: { by: 'anna@example.com', role: 'devops-lead', at: at(minutes(-60)), note: 'dry run seen', commit },
      },
    ],
    series: Array.from({ length: criteria }, (_, index) => series(index, hours(20))),
    now: after(hours(30)),
    timeZone: 'Europe/Berlin',
  };
}
