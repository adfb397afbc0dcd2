import * as z from 'zod';
import { agentTool } from './agent-tool.ts';
import { chosenEnvironment, environmentInput } from './chosen-environment.ts';

export const startRollback = agentTool({
  name: 'start_rollback',
  title: 'Ask a person to roll back',
  description:
    'Asks the people at the editor and the dashboard to roll the latest deployment back. It never starts a rollback by itself: a person sees the reason and decides. Use it only when the verdict recommends the rollback or somebody told you to.',
  readOnly: false,
  input: z.object({
    environment: environmentInput,
    reason: z.string().trim().min(1).max(1_000).describe('Why, in one sentence. It stands in the record.'),
  }),
  async run({ environment, reason }, { client }) {
    const view = await chosenEnvironment(client, environment);
    if ('failure' in view) return view;
    const { deployment, name } = view;
    if (deployment === undefined) return { text: `Nothing was deployed to ${name}, so there is nothing to roll back.` };
    const got = await client.askRollback({ deployment: deployment.id, body: { reason } });
    if (!got.ok) return { failure: got.failure };
    const target = deployment.rollbackTarget?.version ?? 'the last stable version';
    const text = `A person was asked to roll ${deployment.version} in ${name} back to ${target}. Nothing has been started: somebody presses "Roll Back…" in the editor, or runs \`daywatch rollback ${name}\`.`;
    return { text, data: { started: false, asked: true, deployment: deployment.id } };
  },
});
