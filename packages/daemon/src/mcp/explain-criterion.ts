import { criterionRow } from '@daywatch/shared/present/criterion-row.ts';
import * as z from 'zod';
import { agentTool } from './agent-tool.ts';
import { chosenEnvironment, environmentInput } from './chosen-environment.ts';

export const explainCriterion = agentTool({
  name: 'explain_criterion',
  title: 'Why is this criterion as it is?',
  description:
    'One criterion of the watch: its state with the reason in one sentence, the value since the deploy with its 95 % confidence interval, the limit, the baseline and what it rests on, the evidence, what would turn its state, and its readings over the watch in 60 points (null is a gap).',
  readOnly: true,
  input: z.object({
    environment: environmentInput,
    criterion: z.string().min(1).describe('The name of the criterion, as get_verdict lists it.'),
  }),
  async run({ environment, criterion }, { client }) {
    const view = await chosenEnvironment(client, environment);
    if ('failure' in view) return view;
    const { deployment, verdict } = view;
    const judgement = verdict.criteria.find(({ name }) => name === criterion);
    if (deployment === undefined || judgement === undefined) {
      const known = verdict.criteria.map(({ name }) => name).join(', ');
      const text =
        known === ''
          ? `Nothing is watched in ${view.name} now, so no criterion is judged.`
          : `${view.name} has no criterion "${criterion}". It has ${known}.`;
      return { text };
    }
    const { title, value, accepted, weight, state } = criterionRow(judgement);
    const series = await client.series({ deployment: deployment.id, criterion, points: 60 });
    const muted = verdict.silences.filter((silence) => silence.criterion === criterion);
    const lines = [
      `${title} is ${state}: ${judgement.because}`,
      `${value}; ${accepted}; ${weight}.`,
      ...(judgement.flipsWhen === undefined ? [] : [`It turns with: ${judgement.flipsWhen}.`]),
      ...muted.map(({ owner, reason, until }) => `Silenced by ${owner} until ${until}: ${reason}`),
    ];
    return { text: lines.join('\n'), data: { ...judgement, ...(series.ok && { series: series.value }) } };
  },
});
