import type { Report } from './report.ts';

const words: Readonly<Record<keyof Report['deployment'], string>> = {
  id: 'Deployment',
  environment: 'Environment',
  service: 'Service',
  version: 'Version',
  commit: 'Commit',
  phase: 'Phase',
  deployedBy: 'Deployed by',
  requestedAt: 'Requested',
  finishedAt: 'Deploy finished',
  endedAt: 'Ended',
  planHash: 'Plan (SHA-256)',
};

/** The facts of a deployment with the words that people have for them. */
export const factsOf = (deployment: Report['deployment']): readonly (readonly [string, string])[] =>
  Object.entries(deployment).map(([name, value]) => [words[name as keyof Report['deployment']], value]);
