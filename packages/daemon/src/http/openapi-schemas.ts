import {
  announcementView,
  checklistItemView,
  deploymentNow,
  deploymentSummary,
  deploymentView,
  environmentView,
  overrideView,
  seriesView,
  serviceView,
  stepView,
  verdictDocument,
  waitingRunnerView,
} from '@daywatch/shared/api/views.ts';
import { deploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { runnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import { silence } from '@daywatch/shared/vocabulary/silence.ts';
import { judgement, watchProgress } from '@daywatch/shared/vocabulary/verdict.ts';
import { windowState } from '@daywatch/shared/vocabulary/window.ts';
import * as z from 'zod';

/** What has a name of its own in the OpenAPI document: written once there, and one type for whoever generates a client. */
const schemas = {
  Announcement: announcementView,
  ChecklistItem: checklistItemView,
  Deployment: deploymentView,
  DeploymentEvent: deploymentEvent,
  DeploymentNow: deploymentNow,
  DeploymentSummary: deploymentSummary,
  Environment: environmentView,
  Judgement: judgement,
  Override: overrideView,
  RunnerReport: runnerReport,
  Series: seriesView,
  Service: serviceView,
  Silence: silence,
  Step: stepView,
  Verdict: verdictDocument,
  WaitingRunner: waitingRunnerView,
  WatchProgress: watchProgress,
  WindowState: windowState,
};

export function nameSchemas(): void {
  for (const [id, schema] of Object.entries(schemas)) z.globalRegistry.add(schema, { id });
}
