import { phaseWords } from '@daywatch/shared/present/words.ts';
import * as z from 'zod';
import { agentTool } from './agent-tool.ts';

export const listDeployments = agentTool({
  name: 'list_deployments',
  title: 'What was deployed?',
  description: 'Deployments, the newest first: version, commit, who deployed, the phase, the verdict and why it ended.',
  readOnly: true,
  input: z.object({
    environment: z.string().min(1).optional().describe('Only of this environment.'),
    limit: z.number().int().min(1).max(50).default(10),
    before: z.string().min(1).optional().describe('Only those before this deployment: `next` of the last answer.'),
  }),
  async run(asked, { client }) {
    const got = await client.deployments({ ...asked });
    if (!got.ok) return { failure: got.failure };
    const lines = got.value.deployments.map(
      ({ id, environment, version, phase, verdict, deployedBy, requestedAt, because }) =>
        `${requestedAt} ${environment} ${version} by ${deployedBy}: ${phaseWords[phase]}${verdict === undefined ? '' : `, ${verdict}`}${because === undefined ? '' : ` (${because})`} [${id}]`,
    );
    return { text: lines.join('\n') || 'Nothing was deployed yet.', data: { ...got.value } };
  },
});
