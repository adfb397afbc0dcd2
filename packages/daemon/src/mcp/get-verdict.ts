import { isStale } from '@daywatch/shared/present/is-stale.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import * as z from 'zod';
import { agentTool } from './agent-tool.ts';
import { chosenEnvironment, environmentInput } from './chosen-environment.ts';

export const getVerdict = agentTool({
  name: 'get_verdict',
  title: 'Is the deployment healthy?',
  description:
    'The verdict on the latest deployment of an environment: go, no-go or undecided, with every reason, the recommendation (proceed, hold, roll-back), the remaining time of the watch and each criterion. Undecided is usual while evidence is still gathered; it is never a go. A stale verdict must be taken as unknown.',
  readOnly: true,
  input: z.object({ environment: environmentInput }),
  async run({ environment }, { client, now }) {
    const view = await chosenEnvironment(client, environment);
    if ('failure' in view) return view;
    const { verdict } = view;
    const { text, reason } = statusLine(view, now);
    const stale = isStale(verdict, now);
    const lines = [
      `${view.name}: ${text}.`,
      ...(stale ? [reason] : verdict.because),
      ...(stale ? [] : [`Recommendation: ${verdict.recommendation} (${verdict.rule}).`]),
    ];
    return { text: lines.join('\n'), data: { ...verdict, stale } };
  },
});
