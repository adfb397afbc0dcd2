import { placeChecklist } from './place-checklist.ts';
import { placeCommunication } from './place-communication.ts';
import { placeDashboards } from './place-dashboards.ts';
import { placeMonitoring, placeSuccess } from './place-monitoring.ts';
import { placeOthers, placeOverview, placeUnknown } from './place-overview.ts';
import { placeAfterRollback, placeRollback, placeRollbackDecision, placeRollbackSteps } from './place-rollback.ts';
import { placePreparation, placeSteps } from './place-steps.ts';
import { placeTeam } from './place-team.ts';
import { placeVerification } from './place-verification.ts';
import { placeWindow } from './place-window.ts';
import { placeWorkflows } from './place-workflows.ts';
import type { Placer } from './reading.ts';
import type { Topic } from './topic-of.ts';

/** Who knows what a statement of each sort of section means. */
const placers: Readonly<Record<Topic, Placer>> = {
  title: placeOverview,
  overview: placeOverview,
  window: placeWindow,
  checklist: placeChecklist,
  preparation: placePreparation,
  steps: placeSteps,
  verification: placeVerification,
  monitoring: placeMonitoring,
  rollback: placeRollback,
  'rollback-decision': placeRollbackDecision,
  'rollback-steps': placeRollbackSteps,
  'after-rollback': placeAfterRollback,
  team: placeTeam,
  communication: placeCommunication,
  success: placeSuccess,
  workflows: placeWorkflows,
  dashboards: placeDashboards,
  sources: placeUnknown,
  environments: placeOthers,
  appendix: placeUnknown,
  unknown: placeUnknown,
};

export const placeStatement: Placer = (statement, reading) => {
  const { block } = statement;
  if (block !== undefined)
    return { notPlaced: `a block of ${block.language || 'another language'} is neither commands nor for Daywatch` };
  return placers[reading.section.topic](statement, reading);
};
