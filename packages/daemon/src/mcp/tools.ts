import type { AgentTool } from './agent-tool.ts';
import { explainCriterion } from './explain-criterion.ts';
import { getReport } from './get-report.ts';
import { getVerdict } from './get-verdict.ts';
import { listDeployments } from './list-deployments.ts';
import { startRollback } from './start-rollback.ts';

/** Everything that agents may ask for. A new tool: its file, and a line here. */
export const agentTools: readonly AgentTool[] = [
  getVerdict,
  explainCriterion,
  listDeployments,
  getReport,
  startRollback,
];
