import type { DeploymentSummary } from '@daywatch/shared/api/views.ts';
import { expect, it } from 'vitest';
import { deploysContent } from './deploys-content.ts';

const summary = (facts: Partial<DeploymentSummary>): DeploymentSummary => ({
  id: '01',
  environment: 'production',
  service: 'shop',
  phase: 'succeeded',
  version: '1.4.2',
  commit: '9f8d111aaaa',
  deployedBy: 'devops',
  requestedAt: '2026-12-01T22:00:00.000Z',
  verdict: 'go',
  ...facts,
});

it.each([
  [{}, 'GO · 2026-12-01 · devops', 'pass'],
  [{ phase: 'watching', verdict: 'undecided' }, 'UNDECIDED · 2026-12-01 · devops', 'eye'],
  [{ phase: 'failed', verdict: 'no-go' }, 'NO-GO · 2026-12-01 · devops', 'error'],
  [{ phase: 'failed', verdict: 'undecided' }, 'Failed · 2026-12-01 · devops', 'warning'],
  [{ phase: 'rolled-back', verdict: 'no-go' }, 'Rolled back · 2026-12-01 · devops', 'discard'],
  [{ phase: 'cancelled', verdict: 'undecided' }, 'Cancelled · 2026-12-01 · devops', 'circle-slash'],
] as const)('tells how a deployment ended: %j', (facts, description, icon) => {
  const [row] = deploysContent([summary(facts)], (timestamp) => timestamp.slice(0, 10)).rows;
  expect(row).toMatchObject({ label: '1.4.2', description, icon, command: { given: '01' } });
});
