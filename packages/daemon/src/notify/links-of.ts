import type { AnnouncementPlan, AnnouncementReason } from '@daywatch/shared/vocabulary/announce.ts';
import { instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Message } from '../ports/notifier.ts';
import type { OutboxEntry } from '../ports/outbox.ts';
import type { DecisionLink } from './compose.ts';
import { decisionLinksHold, holdsUntil, reportLinksHold, signGrant } from './signed-link.ts';

/** The decisions that a message may ask for, the likeliest first. */
const asked: Readonly<Partial<Record<AnnouncementReason, readonly DecisionLink['decision'][]>>> = {
  'no-go': ['roll-back', 'no-go', 'extend', 'go'],
  'roll-back-recommended': ['roll-back', 'no-go', 'extend', 'go'],
  'automatic-rollback': ['no-go', 'extend', 'go', 'roll-back'],
  failed: ['roll-back', 'no-go'],
  undecided: ['extend', 'go', 'no-go', 'roll-back'],
};

export interface LinkBase {
  /** Where people reach the daemon, without a slash at the end; without it there are no links. */
  readonly publicUrl: string | undefined;
  readonly key: string;
}

/** The pages that a message leads to. Each time it is written out, its links are the same. */
export function linksOf(
  { facts, to }: Pick<OutboxEntry, 'facts' | 'to'>,
  { decisions, name }: Pick<AnnouncementPlan, 'decisions' | 'name'>,
  { publicUrl, key }: LinkBase,
): { readonly links: Message['links']; readonly decide: readonly DecisionLink[] } {
  if (publicUrl === undefined) return { links: {}, decide: [] };
  const at = parseRfc3339(facts.at) ?? instant(0);
  const { deployment } = facts;
  const dashboard = `${publicUrl}/?environment=${encodeURIComponent(facts.environment)}`;
  const report = signGrant({ may: 'read-report', deployment, until: holdsUntil(at, reportLinksHold) }, key);
  // An address of a channel is a secret; whoever decides there is whoever reads the channel.
  const person = /^[^\s@]+@[^\s@]+$/.test(to) ? to : name;
  const words = decisions ? (asked[facts.reason] ?? []) : [];
  return {
    links: { dashboard, ...(tellsReport.has(facts.reason) && { report: `${publicUrl}/shared-report/${report}` }) },
    decide: words.map((decision) => {
      const until = holdsUntil(at, decisionLinksHold);
      const token = signGrant({ may: 'decide', deployment, decision, to: person, asked: at, until }, key);
      return { decision, url: `${publicUrl}/decide/${token}` };
    }),
  };
}

const tellsReport: ReadonlySet<AnnouncementReason> = new Set<AnnouncementReason>([
  'no-go',
  'roll-back-recommended',
  'failed',
  'undecided',
  'succeeded',
  'rolled-back',
  'recovered',
  'not-recovered',
  'recovery-unknown',
  'ticket-opened',
]);
