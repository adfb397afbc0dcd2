import type { AnnouncementView } from '@daywatch/shared/api/views.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { maskRecipient } from '../../notify/mask-recipient.ts';
import type { Answer } from '../../ports/commands.ts';
import type { OutboxEntry } from '../../ports/outbox.ts';
import type { Handlers } from '../handler.ts';
import type { HttpParts } from '../parts.ts';

/** Announcements: what is on its way and what became of it, trials, and what is sent once more. */
export function announcements({
  announcements: commands,
}: Pick<HttpParts, 'announcements'>): Pick<Handlers, 'announcements' | 'announce'> {
  const told = (answer: Answer<readonly OutboxEntry[]>) =>
    'refused' in answer ? answer : { value: { announcements: answer.map(announcementView) } };
  return {
    announcements: async ({ parameters, query }) => told(await commands.list(parameters.environment, query.limit)),
    async announce({ parameters: { environment }, body, by }) {
      if ('test' in body) return told(await commands.tryOut(environment, body.announcement, by));
      return told(await commands.sendAgain(environment, body.again, by));
    },
  };
}

function announcementView(entry: OutboxEntry): AnnouncementView {
  const { key, announcement, by, to, role, facts, state, dueAt, notBefore, attempts, subject, because } = entry;
  return {
    key,
    announcement,
    by,
    to: maskRecipient(to),
    ...(role !== undefined && { role }),
    reason: facts.reason,
    deployment: facts.deployment,
    version: facts.version,
    state,
    dueAt: rfc3339(dueAt),
    ...(state === 'due' && { notBefore: rfc3339(notBefore) }),
    attempts,
    ...(subject !== undefined && { subject }),
    ...(because !== undefined && { because }),
    ...(entry.settledAt !== undefined && { settledAt: rfc3339(entry.settledAt) }),
  };
}
