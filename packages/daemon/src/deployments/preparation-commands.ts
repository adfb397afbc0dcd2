import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { ChecklistItem, EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Actor, Answer, DeploymentCommands } from '../ports/commands.ts';
import type { Store } from '../ports/store.ts';
import type { Refusal } from '../problems.ts';
import type { Preparation } from './decide-preparation.ts';
import { waitsForRunner } from './planned-state.ts';
import { maySign } from './who-may-sign.ts';

/** What the daemon itself does about what is prepared. */
export interface PreparationCommands {
  /** Another plan is in force: what is planned follows it. */
  planChanged(environment: string, planHash: string): Promise<void>;
  /** What a look at an item found. */
  noteCheck(deployment: string, check: Extract<DeploymentEvent, { type: 'checked' }>): Promise<Answer<Deployment>>;
}

export interface PreparationParts {
  readonly store: Pick<Store, 'deployment' | 'deployments'>;
  planOf(environment: string): { readonly plan: EnvironmentPlan; readonly whole: Pick<Plan, 'roles'> } | undefined;
  onDeployment(id: string, by: Actor, command: Preparation): Promise<Answer<Deployment>>;
}

type Commands = Pick<DeploymentCommands, 'cancel' | 'signOff' | 'withdrawSignOff' | 'override'> & PreparationCommands;

/** The words an override has for what is no item. */
const notItems = ['everything', 'window'];

/** Sign-offs, overrides and what else happens to a deployment before its first step. */
export function createPreparation({ store, planOf, onDeployment }: PreparationParts): Commands {
  /** The item that people are asked for, and the role that is. */
  async function signedItem(
    id: string,
    itemId: string,
  ): Promise<
    | { readonly item: ChecklistItem; readonly role: string; readonly people: readonly string[] | undefined }
    | { readonly refused: Refusal }
  > {
    const known = await store.deployment(id);
    if (known === undefined) return unknownDeployment(id);
    const inForce = planOf(known.environment);
    const item = inForce?.plan.checklist.find((one) => one.id === itemId);
    if (item === undefined) return unknownItem(known.environment, itemId, inForce?.plan.checklist ?? []);
    const check = known.checks?.[itemId];
    const role = item.by === 'people' ? item.role : check?.state === 'asks' ? (check.role ?? 'lead') : undefined;
    if (role === undefined) {
      const detail = `${itemId} is checked by itself; nobody signs it.`;
      return { refused: { code: 'unknown-item', detail, hint: 'A lead may override it, with a reason.' } };
    }
    const roles = inForce?.whole.roles ?? {};
    return { item, role, people: Object.hasOwn(roles, role) ? roles[role] : undefined };
  }

  return {
    cancel: (id, reason, by) => onDeployment(id, by, { type: 'cancel', reason }),

    async signOff(id, { item: itemId, note, as }, signer) {
      const found = await signedItem(id, itemId);
      if ('refused' in found) return found;
      const { item, role, people } = found;
      const allowed = maySign({ item: item.title, role, people, signer, ...(as !== undefined && { as }) });
      if ('refused' in allowed) return allowed;
      return onDeployment(id, signer.name, {
        type: 'sign-off',
        item: itemId,
        role,
        ...(note !== undefined && { note }),
        ...allowed,
      });
    },

    async withdrawSignOff(id, itemId, signer) {
      const found = await signedItem(id, itemId);
      if ('refused' in found) return found;
      const signed = (await store.deployment(id))?.signOffs[itemId];
      const isOwn = signed?.by === signer.name || signer.role === 'lead';
      const allowed = isOwn ? {} : maySign({ ...found, item: found.item.title, signer });
      if ('refused' in allowed) return allowed;
      return onDeployment(id, signer.name, { type: 'withdraw-sign-off', item: itemId });
    },

    async override(id, what, reason, by) {
      const known = await store.deployment(id);
      if (known === undefined) return unknownDeployment(id);
      const checklist = planOf(known.environment)?.plan.checklist ?? [];
      if (!notItems.includes(what) && !checklist.some((item) => item.id === what))
        return unknownItem(known.environment, what, checklist);
      return onDeployment(id, by, { type: 'override', what, reason });
    },

    async planChanged(environment, planHash) {
      const planned = (await store.deployments({ environment, limit: 20 })).find(waitsForRunner);
      if (planned !== undefined) await onDeployment(planned.id, 'daemon', { type: 'replan', planHash });
    },

    noteCheck: (id, check) => onDeployment(id, 'daemon', { type: 'note-check', check }),
  };
}

const unknownDeployment = (id: string): { readonly refused: Refusal } => ({
  refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` },
});

function unknownItem(
  environment: string,
  item: string,
  checklist: readonly ChecklistItem[],
): { readonly refused: Refusal } {
  const ids = checklist.map(({ id }) => id).join(', ');
  const hint = ids === '' ? 'It has none.' : `It has ${ids}.`;
  return { refused: { code: 'unknown-item', detail: `The checklist of ${environment} has no item ${item}.`, hint } };
}
