import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { OutboxEntry } from '../ports/outbox.ts';
import { maskRecipient } from './mask-recipient.ts';

type Note = Extract<DeploymentEvent, { type: 'announcement-sent' | 'announcement-failed' }>;

/** How the record of a deployment tells what became of a message; `undefined` while that is open. */
export function noteOf({
  key,
  announcement,
  by,
  to,
  role,
  facts,
  state,
  subject,
  because,
}: OutboxEntry): Note | undefined {
  const about = {
    key,
    announcement,
    by,
    to: maskRecipient(to),
    ...(role !== undefined && { role }),
    reason: facts.reason,
  };
  switch (state) {
    case 'sent':
    case 'uncertain': {
      const why = state === 'uncertain' && because !== undefined ? { because } : {};
      return { type: 'announcement-sent', ...about, subject: subject ?? '', outcome: state, ...why };
    }
    case 'failed':
    case 'withdrawn':
      return { type: 'announcement-failed', ...about, because: because ?? state };
    case 'due':
    case 'claimed':
    case 'handed-over':
      return undefined;
  }
}
