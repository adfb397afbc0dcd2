import type { AnnouncementNote, AnnouncementReason } from '../vocabulary/announce.ts';

/** What a message was about, in a few words: `the notice before it`, `NO-GO`. */
export const reasonWords: Readonly<Record<AnnouncementReason, string>> = {
  before: 'the notice beforehand',
  planned: 'planned',
  deploying: 'the deploy',
  verifying: 'the verification',
  watching: 'the watch',
  go: 'GO so far',
  'no-go': 'NO-GO',
  'roll-back-recommended': 'roll back',
  undecided: 'a decision is needed',
  decided: 'the decision',
  extended: 'the longer watch',
  blind: 'the daemon was away',
  overrun: 'the overrun',
  interrupted: 'interrupted',
  'automatic-rollback': 'the automatic rollback',
  'rolling-back': 'the rollback',
  'rolled-back': 'rolled back',
  recovered: 'the recovery',
  'not-recovered': 'no recovery',
  'recovery-unknown': 'a recovery that is not known',
  'ticket-opened': 'the ticket',
  succeeded: 'the success',
  failed: 'failed',
  superseded: 'superseded',
  cancelled: 'cancelled',
  resolved: 'trouble that is over',
  test: 'a trial',
};

type Told = Pick<AnnouncementNote, 'by' | 'to' | 'reason' | 'outcome' | 'announcement'> & {
  readonly role?: string | undefined;
  readonly because?: string | undefined;
};

/** `told a***@example.com (stakeholders) by email of NO-GO`. */
export function announcementSentence({ by, to, role, reason, outcome, because }: Told): string {
  const whom = role === undefined ? to : `${to} (${role})`;
  const about = `${whom} by ${by} of ${reasonWords[reason]}`;
  const why = because === undefined ? '' : `: ${because}`;
  switch (outcome) {
    case 'sent':
      return `told ${about}`;
    case 'uncertain':
      return `may not have told ${about}${why}`;
    case 'failed':
      return `could not tell ${about}${why}`;
  }
}
