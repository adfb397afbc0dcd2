import * as z from 'zod';
import { agentTool } from './agent-tool.ts';
import { chosenEnvironment, environmentInput } from './chosen-environment.ts';

export const getReport = agentTool({
  name: 'get_report',
  title: 'The report of a deployment',
  description:
    'The whole story of one deployment as Markdown, made from its record: timeline, checklist and sign-offs, verdicts with their evidence, decisions, rollback.',
  readOnly: true,
  input: z.object({
    deployment: z
      .string()
      .min(1)
      .optional()
      .describe('Its id, as list_deployments tells it; the latest when left out.'),
    environment: environmentInput,
  }),
  async run({ deployment, environment }, { client }) {
    const id = deployment ?? (await latest(environment));
    if (typeof id !== 'string') return id;
    const got = await client.report({ deployment: id, format: 'md' });
    return got.ok ? { text: got.value } : { failure: got.failure };

    async function latest(named: string | undefined) {
      const view = await chosenEnvironment(client, named);
      if ('failure' in view) return view;
      return view.deployment?.id ?? { text: `Nothing was deployed to ${view.name} yet.` };
    }
  },
});
