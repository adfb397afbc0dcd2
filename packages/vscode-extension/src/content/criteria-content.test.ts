import { instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { expect, it } from 'vitest';
import { aView } from '../model.fixture.ts';
import { initialModel, reduce } from '../model.ts';
import { criteriaContent } from './criteria-content.ts';

const now = instant(1_764_626_400_000);
const rowsOf = (facts: Parameters<typeof aView>[1]) =>
  criteriaContent(reduce(initialModel('production'), { type: 'environment', view: aView(now, facts) }), now).rows;

const judgement = (facts: Partial<Judgement>): Judgement => ({
  name: 'p95',
  title: 'GET /orders p95',
  severity: 'blocking',
  integrity: false,
  dryRun: false,
  state: 'passing',
  because: 'all is well',
  unit: 's',
  value: 0.05,
  limit: 0.075,
  coverage: 1,
  ...facts,
});

it('shows criteria with what they are now, and their limit where it matters', () => {
  const failing = judgement({
    name: 'errors',
    title: 'Errors',
    state: 'failing',
    value: 0.2,
    unit: 'fraction',
    limit: 0.01,
  });
  const rows = rowsOf({ verdict: { criteria: [judgement({}), failing] } });
  expect(rows).toMatchObject([
    { label: 'Errors', description: '20 % · limit 1 %', icon: 'error', tone: 'bad' },
    { label: 'GET /orders p95', description: '50 ms', icon: 'pass', tone: 'good' },
  ]);
  expect(rows[1]?.spoken).toBe('GET /orders p95, passing, 50 ms, limit 75 ms. all is well');
});

it('draws the last values for the tooltip, once there are two', () => {
  const model = [0.05, 0.06].reduce((before, value, second) => {
    const view = aView(plus(now, seconds(second)), { verdict: { criteria: [judgement({ value })] } });
    return reduce(before, { type: 'environment', view });
  }, initialModel('production'));
  expect(criteriaContent(model, now).rows[0]?.picture).toMatch(/^!\[\]\(data:image\/svg\+xml;base64,[\w+/=]+\)$/);
  expect(rowsOf({ verdict: { criteria: [judgement({})] } })[0]).not.toHaveProperty('picture');
});

it('tells of a silence who asked for it, why, and until when', () => {
  const silence = {
    id: '01S',
    criterion: 'p95',
    owner: 'mia',
    reason: 'load test',
    from: '2025-12-01T21:00:00.000Z',
    until: '2025-12-01T23:00:00.000Z',
  };
  const [row] = rowsOf({ verdict: { criteria: [judgement({ state: 'failing' })], silences: [silence] } });
  expect(row).toMatchObject({ icon: 'bell-slash', tone: 'neutral', context: 'criterion silenced' });
  expect(row?.tooltip).toContain('silenced by mia until 2025-12-01 23:00 UTC: load test');
});

const steps = [
  { phase: 'deploying', id: '1', title: 'git push', state: 'passed', seconds: 1.4, exitCode: 0 },
  { phase: 'deploying', id: '2', title: './deploy.sh', state: 'running' },
  { phase: 'verifying', id: '3', title: 'npm test', state: 'waiting' },
  {
    phase: 'rolling-back',
    id: '4',
    title: 'git checkout',
    state: 'failed',
    seconds: 62,
    exitCode: 1,
    tail: 'no such tag',
  },
] as const;

it('shows the steps while a runner is at work', () =>
  expect(
    rowsOf({ deployment: { phase: 'deploying', steps: [...steps] }, verdict: { criteria: [judgement({})] } }),
  ).toMatchObject([
    { label: 'git push', description: '1s', icon: 'pass' },
    { label: './deploy.sh', description: 'running', icon: 'sync~spin' },
    { label: 'npm test', description: '', icon: 'circle-outline', spoken: 'npm test, waiting' },
  ]));

it('shows the steps of the rollback once there is one, and why one failed', () => {
  const rollback = { target: { version: '1', commit: 'a' }, requestedBy: 'me', requestedAt: '2026-01-01T00:00:00Z' };
  const [row, ...more] = rowsOf({ deployment: { phase: 'failed', steps: [...steps], rollback } });
  expect(row).toMatchObject({ label: 'git checkout', description: 'failed, exit code 1 · 1m2s' });
  expect(row?.tooltip).toEqual(['git checkout: failed, exit code 1', 'no such tag']);
  expect(more).toEqual([]);
});

it('shows after a rollback what was done, not what failed before it', () => {
  const rollback = { target: { version: '1', commit: 'a' }, requestedBy: 'me', requestedAt: '2026-01-01T00:00:00Z' };
  const rows = rowsOf({
    deployment: { phase: 'rolled-back', steps: [...steps], rollback },
    verdict: { criteria: [judgement({ state: 'failing' })] },
  });
  expect(rows.map(({ label }) => label)).toEqual(['git checkout']);
});

it('shows nothing of what is only remembered', () => {
  const online = reduce(initialModel('production'), { type: 'environment', view: aView(now) });
  const lost = reduce(online, { type: 'connection', connection: { state: 'offline', because: 'gone', local: true } });
  expect(criteriaContent(lost, now).rows).toEqual([]);
});
