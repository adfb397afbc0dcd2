import type { AnnouncementFacts, AnnouncementPlan, AnnouncementReason } from '@daywatch/shared/vocabulary/announce.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { formatDuration, hours, type Instant, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { isInline } from '../notifiers/reach-of-announcement.ts';
import { compose } from '../notify/compose.ts';
import { localWords } from '../notify/facts.ts';
import { linksOf } from '../notify/links-of.ts';
import { readBeside } from '../plan/read-beside.ts';
import type { Message } from '../ports/notifier.ts';
import { openingsFrom } from '../window/openings.ts';

interface Wish {
  readonly plan: Plan;
  readonly file: string;
  readonly environment: EnvironmentPlan;
  readonly now: Instant;
  readonly reason?: AnnouncementReason;
  readonly name?: string;
}

export type Preview =
  | { readonly message: Message; readonly announcement: AnnouncementPlan }
  | { readonly because: string; readonly hint: string };

/** A message of the plan with made-up facts: what whoever gets it would see. */
export function previewOf({ plan, file, environment, now, reason, name }: Wish): Preview {
  const all = environment.announce ?? [];
  const known = all.map((one) => one.name).join(', ');
  if (all.length === 0)
    return { because: `The plan announces nothing about ${environment.name}.`, hint: 'Add `announce` to it.' };
  const announcement = all.find(
    (one) => (name === undefined || one.name === name) && (reason === undefined || tells(one, reason)),
  );
  if (announcement === undefined) {
    const what =
      name === undefined
        ? `tells of ${reason}`
        : reason === undefined
          ? `is called ${name}`
          : `called ${name} tells of ${reason}`;
    return { because: `No announcement ${what}.`, hint: `The plan has ${known}.` };
  }
  const about = reason ?? (announcement.when.type === 'before' ? 'before' : (announcement.when.on[0] ?? 'test'));
  const facts = madeUp({ plan, environment, reason: about, now });
  const [recipient] = announcement.recipients;
  // Made-up links look like real ones, and lead nowhere.
  const base = { publicUrl: 'https://daywatch.example.com', key: 'preview' };
  const template = templateOf(announcement, file);
  const message = compose({
    facts,
    ...linksOf({ facts, to: recipient?.to ?? '' }, announcement, base),
    ...(template !== undefined && { template }),
    ...(recipient?.role !== undefined && { role: recipient.role }),
  });
  return { message, announcement };
}

const tells = ({ when, resolves }: AnnouncementPlan, reason: AnnouncementReason): boolean =>
  reason === 'test' ||
  (reason === 'resolved' && resolves) ||
  (when.type === 'before' ? reason === 'before' : when.on.some((one) => one === reason));

function templateOf({ template }: AnnouncementPlan, file: string): string | undefined {
  if (template === undefined || isInline(template)) return template;
  return readBeside(file, template);
}

function madeUp({
  plan,
  environment,
  reason,
  now,
}: Pick<Wish, 'plan' | 'environment' | 'now'> & { readonly reason: AnnouncementReason }): AnnouncementFacts {
  const { window, watch, name } = environment;
  const timeZone = window?.timeZone;
  const [first, second] = watch.criteria;
  const opening = window === undefined ? undefined : [...take(openingsFrom(window, now), 1)][0];
  const opens = opening?.opensAt ?? plus(now, hours(24));
  const isTrouble = ['no-go', 'roll-back-recommended', 'automatic-rollback', 'failed', 'undecided'].includes(reason);
  return {
    reason,
    at: rfc3339(now),
    atWords: localWords(now, timeZone),
    service: plan.service,
    environment: name,
    deployment: '01JEXAMPLE0000000000000000',
    version: '1.4.2',
    commit: '9f8d111c0ffee',
    deployedBy: 'devops',
    sequence: 1,
    ...(reason !== 'before' && {
      verdict: isTrouble ? (reason === 'undecided' ? 'undecided' : 'no-go') : 'go',
      recommendation: reason === 'no-go' || reason === 'undecided' ? 'hold' : isTrouble ? 'roll-back' : 'proceed',
      rule: isTrouble ? 'one blocking criterion fails' : 'every blocking and critical criterion passes',
    }),
    because: isTrouble
      ? [first, second].flatMap((one) => (one === undefined ? [] : [`${one.title} is worse than it may be (made up)`]))
      : [],
    previous: '1.4.1',
    ...(reason === 'decided' && { decision: { decision: 'go', reason: 'looks fine to me', by: 'devops' } }),
    ...(reason === 'before' && {
      opens: { at: rfc3339(opens), words: localWords(opens, timeZone) },
      ...(opening && { closes: localWords(opening.closesAt, timeZone) }),
    }),
    ...(window?.expected !== undefined && { expected: formatDuration(window.expected) }),
    watchFor: formatDuration(watch.for),
    dashboards: Object.entries(environment.dashboards).map(([title, url]) => ({ name: title, url })),
  };
}

function* take<T>(all: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const one of all) {
    if (taken === count) return;
    taken += 1;
    yield one;
  }
}
