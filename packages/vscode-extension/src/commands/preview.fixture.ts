import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';

/** What the runner would say of a small deploy. */
export const aPreview: RunnerPreview = {
  environment: 'production',
  version: '1.4.2',
  commit: '9f8d111aaaabbbb',
  steps: [
    { phase: 'preflight', id: 'tests', title: 'All tests pass' },
    { phase: 'deploying', id: 'script', title: './deploy-production.sh' },
    { phase: 'verifying', id: 'smoke', title: 'npm run test:production' },
  ],
  target: { version: '1.4.1', commit: 'aaa', ref: 'stable/production/1.4.1' },
  commits: ['Faster search', 'Shorter receipts'],
  warnings: [],
};
