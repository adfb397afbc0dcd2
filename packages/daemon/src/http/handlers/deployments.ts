import type { DeploymentView } from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Answer, Ticket } from '../../ports/commands.ts';
import type { Refusal } from '../../problems.ts';
import type { Handlers } from '../handler.ts';
import type { HttpParts } from '../parts.ts';
import { deploymentView, rulingOn, summaryView } from '../views.ts';

export const unknownDeployment = (id: string): { refused: Refusal } => ({
  refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` },
});

const overrideNeedsLead = (by: string): { refused: Refusal } => ({
  refused: {
    code: 'role-too-low',
    detail: `Only a lead overrides the checklist; the token of ${by} is not one of a lead.`,
    hint: 'Deploy without --override, and let a lead override what is open: daywatch override ITEM --reason WHY.',
  },
});

/** Deployments: what they are, and everything that changes one. */
export function deployments({
  feed,
  store,
  clock,
  commands,
  checklist,
}: Pick<HttpParts, 'feed' | 'store' | 'clock' | 'commands' | 'checklist'>): Pick<
  Handlers,
  | 'beginDeployment'
  | 'prepareDeployment'
  | 'cancelDeployment'
  | 'override'
  | 'lookAtChecklist'
  | 'deployments'
  | 'deployment'
  | 'reportProgress'
  | 'resumeDeployment'
  | 'beginRollback'
  | 'tagStable'
  | 'signOff'
  | 'withdrawSignOff'
  | 'askRollback'
  | 'decide'
> {
  async function whole(deployment: Deployment): Promise<DeploymentView> {
    const events = await store.events(deployment.id);
    return deploymentView(deployment, events, feed.current(deployment.environment), clock.now());
  }
  async function changed(answer: Answer<Deployment>) {
    return 'refused' in answer ? answer : { value: await whole(answer) };
  }
  async function ticket(answer: Answer<Ticket>) {
    if ('refused' in answer) return answer;
    return { value: { deployment: await whole(answer.deployment), runnerToken: answer.runnerToken } };
  }

  return {
    async beginDeployment({ parameters, body, by, signer }) {
      if (body.override !== undefined && signer.role !== 'lead') return overrideNeedsLead(by);
      return ticket(await commands.begin(parameters.environment, body, by));
    },
    prepareDeployment: async ({ parameters, body, by }) =>
      ticket(await commands.prepare(parameters.environment, body, by)),
    cancelDeployment: async ({ parameters, body, by }) =>
      changed(await commands.cancel(parameters.deployment, body.reason, by)),
    override: async ({ parameters, body, by }) =>
      changed(await commands.override(parameters.deployment, body.what, body.reason, by)),
    lookAtChecklist: async ({ parameters }) => changed(await checklist.look(parameters.deployment)),
    async deployments({ query }) {
      const { limit, environment, before } = query;
      const asked = {
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
        ...(environment !== undefined && { environment }),
        ...(before !== undefined && { before }),
      };
      const found = await store.deployments(asked);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const now = clock.now();
      return {
        value: {
          deployments: page.map((one) => summaryView(one, rulingOn(one, feed.current(one.environment), now))),
          ...(found.length > limit && last && { next: last.id }),
        },
      };
    },
    async deployment({ parameters }) {
      const found = await store.deployment(parameters.deployment);
      return found === undefined ? unknownDeployment(parameters.deployment) : { value: await whole(found) };
    },
    reportProgress: async ({ parameters, body }) => changed(await commands.report(parameters.deployment, body.reports)),
    resumeDeployment: async ({ parameters, by }) => ticket(await commands.resume(parameters.deployment, by)),
    beginRollback: async ({ parameters, body, by }) =>
      ticket(await commands.beginRollback(parameters.deployment, body, by)),
    tagStable: async ({ parameters, body, by }) => changed(await commands.tagStable(parameters.deployment, body, by)),
    signOff: async ({ parameters, body, signer }) =>
      changed(await commands.signOff(parameters.deployment, body, signer)),
    withdrawSignOff: async ({ parameters, signer }) =>
      changed(await commands.withdrawSignOff(parameters.deployment, parameters.item, signer)),
    askRollback: async ({ parameters, body, by }) =>
      changed(await commands.askRollback(parameters.deployment, body.reason, by)),
    async decide({ parameters, body, by }) {
      const answer = await commands.decide(parameters.deployment, body.decision, body.reason, by, body.by);
      return 'refused' in answer ? answer : { value: { deployment: await whole(answer) } };
    },
  };
}
