import type { AnnouncementPlan } from '@daywatch/shared/vocabulary/announce.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { name } from '@daywatch/shared/vocabulary/plan.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineChecklistKind, type Finding } from '../ports/checklist-item.ts';

const options = z.strictObject({
  announced: name.meta({ description: 'The role that must have been told of the deployment beforehand.' }),
});

export const announced = defineChecklistKind({
  type: 'announced',
  summary: 'A role was told of the deployment beforehand: the announcements with `before` to it have been sent.',
  options,
  timeout: minutes(1),
  references: ({ announced: role }) => [{ what: 'role', name: role, path: ['announced'] }],
  answerer: ({ announced: role }) => ({
    by: 'daemon',
    look: async ({ deployment, plan }) => findNotice({ role, deployment, announce: plan.announce ?? [] }),
  }),
});

/** What the record says of each whom the role's notices are for. */
export function findNotice({
  role,
  deployment: { announcements = [] },
  announce,
}: {
  readonly role: string;
  readonly deployment: Pick<Deployment, 'announcements'>;
  readonly announce: readonly AnnouncementPlan[];
}): Finding {
  const notices = announce.filter(
    ({ when, recipients }) => when.type === 'before' && recipients.some((one) => one.role === role),
  );
  if (notices.length === 0)
    return { state: 'failed', because: `the plan announces nothing to ${role} before a deployment` };
  const wanted = notices.flatMap(({ name: notice, recipients }) =>
    recipients.filter((one) => one.role === role).map(() => notice),
  ).length;
  const told = announcements.filter((one) => one.reason === 'before' && one.role === role);
  const newest = [...new Map(told.map((one) => [`${one.announcement} ${one.to} ${one.by}`, one])).values()];
  const failed = newest.filter(({ outcome }) => outcome !== 'sent');
  const [first] = failed;
  if (first !== undefined) {
    const more = failed.length === 1 ? '' : `, and ${failed.length - 1} more`;
    const what = first.outcome === 'failed' ? 'was not told' : 'may not have been told';
    return { state: 'failed', because: `${first.to} ${what}${more}: ${first.because ?? 'no reason given'}` };
  }
  if (told.length < wanted)
    return { state: 'waiting', because: `${told.length} of ${wanted} messages to ${role} have been sent` };
  const last = told.at(-1);
  const people = wanted === 1 ? 'one person' : `${wanted} people`;
  return { state: 'passed', because: `${role}, ${people}, told${last === undefined ? '' : ` by ${last.at}`}` };
}
