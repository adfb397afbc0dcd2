import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';

/** A deployment that went well, but for what `facts` say. */
export const deploymentOf = (facts: Partial<Deployment> & Pick<Deployment, 'requestedAt'>): Deployment => ({
  id: '01DEPLOYMENT',
  environment: 'production',
  service: 'shop',
  phase: 'succeeded',
  version: { version: '1.4.1', commit: 'aaa' },
  planHash: 'p1',
  deployedBy: 'devops',
  steps: [],
  signOffs: {},
  blindGaps: [],
  decisions: [],
  sequence: 1,
  runnerPhase: 'verifying',
  ...facts,
});
