import { createHash } from 'node:crypto';
import {
  type AnnouncementFacts,
  type AnnouncementPlan,
  type AnnouncementReason,
  type Occasion,
  type Recipient,
  urgentReasons,
} from '@daywatch/shared/vocabulary/announce.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import {
  between,
  formatDuration,
  type Instant,
  type Millis,
  minus,
  minutes,
  parseRfc3339,
  rfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Opening } from '@daywatch/shared/vocabulary/window.ts';
import type { Outgoing } from '../ports/outbox.ts';
import { factsOf } from './facts.ts';
import { isOver, type Moment, mostTelling, occasionsOf, type Standing } from './moments.ts';
import { quietUntil } from './quiet-hours.ts';

export type Due = Outgoing & { readonly notBefore: Instant };

/** What follows from the moments of a record behind `after`, by the plan: pure, and the same whenever it is asked. */
export function dueAfter({
  moments,
  after,
  plan,
  openingAt,
}: {
  /** All of the record: what is told follows from what was told. */
  readonly moments: readonly Moment[];
  /** The last event that was asked about before. */
  readonly after: number;
  readonly plan: EnvironmentPlan;
  /** The opening that a deployment which is planned at this time is for. */
  openingAt(at: Instant): Opening | undefined;
}): readonly Due[] {
  const together = byTime(moments);
  return (plan.announce ?? []).flatMap((announcement) => {
    const { when } = announcement;
    if (when.type === 'before') return noticeAtOnce({ announcement, moments, after, plan, openingAt });
    const firing = new Set<Occasion>();
    return together.flatMap((batch) => {
      const last = batch.at(-1);
      if (last === undefined) return [];
      const at = instantOf(last.recorded.at);
      const fresh = last.recorded.sequence > after;
      const due: Due[] = [];
      const occasions = batch.flatMap(occasionsOf);
      const told = mostTelling.find((occasion) => when.on.includes(occasion) && occasions.includes(occasion));
      if (told !== undefined) {
        firing.add(told);
        const facts = factsOf({ reason: told, standing: last.after, recorded: last.recorded, at, plan });
        if (fresh) due.push(...toEach({ announcement, facts, at, mark: String(last.recorded.sequence) }));
      }
      if (!announcement.resolves) return due;
      for (const occasion of firing) {
        if (!isOver(occasion, last.after)) continue;
        firing.delete(occasion);
        const facts = factsOf({ reason: 'resolved', standing: last.after, recorded: last.recorded, at, plan });
        const mark = `${last.recorded.sequence}/${occasion}`;
        if (fresh) due.push(...toEach({ announcement, facts: { ...facts, rule: occasion }, at, mark }));
      }
      return due;
    });
  });
}

/** What is due because of the time: notices before the window of a deployment that is planned. */
export function dueBefore({
  standing,
  plan,
  opening,
  now,
}: {
  readonly standing: Standing;
  readonly plan: EnvironmentPlan;
  readonly opening: Opening | undefined;
  readonly now: Instant;
}): readonly Due[] {
  const { phase, prepared } = standing.deployment;
  // What was not prepared begins now, and is told of at once: it is for no opening to come.
  if (opening === undefined || phase !== 'planned' || prepared?.state !== 'waiting' || now >= opening.opensAt)
    return [];
  return (plan.announce ?? []).flatMap((announcement) => {
    const { when } = announcement;
    if (when.type !== 'before' || now < minus(opening.opensAt, when.before)) return [];
    return notice({ announcement, standing, plan, opening, at: now, before: when.before });
  });
}

/** A deployment that is planned with less time left than the plan wants, or without any window, is told of at once. */
function noticeAtOnce({
  announcement,
  moments,
  after,
  plan,
  openingAt,
}: { readonly announcement: AnnouncementPlan } & Parameters<typeof dueAfter>[0]): readonly Due[] {
  const [first] = moments;
  if (first === undefined || first.recorded.sequence <= after || announcement.when.type !== 'before') return [];
  const at = instantOf(first.recorded.at);
  const { event } = first.recorded;
  const isPrepared = event.type === 'requested' && event.prepared === true;
  const next = openingAt(at);
  // What was not prepared begins now, whatever the window says.
  const opening = isPrepared || (next !== undefined && next.opensAt <= at) ? next : undefined;
  const { before } = announcement.when;
  if (opening !== undefined && at < minus(opening.opensAt, before)) return [];
  return notice({ announcement, standing: first.after, plan, opening, at, before });
}

function notice({
  announcement,
  standing,
  plan,
  opening,
  at,
  before,
}: {
  readonly announcement: AnnouncementPlan;
  readonly standing: Standing;
  readonly plan: EnvironmentPlan;
  readonly opening: Opening | undefined;
  readonly at: Instant;
  readonly before: Millis;
}): readonly Due[] {
  const left = opening === undefined ? undefined : between(at, opening.opensAt);
  const late = tooLate(left, before);
  const facts = factsOf({
    reason: 'before',
    standing,
    at,
    plan,
    ...(opening && { opening }),
    ...(late !== undefined && { late }),
  });
  const mark = opening === undefined ? 'now' : rfc3339(opening.opensAt);
  return toEach({ announcement, facts, at, mark, ...(opening && { useless: opening.opensAt }) });
}

function tooLate(left: Millis | undefined, before: Millis): string | undefined {
  if (left === undefined)
    return `it may begin at any time, so the notice of ${formatDuration(before)} could not be kept`;
  // A daemon that looks once in a while is not late.
  if (left >= before - minutes(5)) return undefined;
  if (left <= 0) return `the window is open already; the plan wants ${formatDuration(before)} of notice`;
  return `${formatDuration(left)} before the window opens; the plan wants ${formatDuration(before)} of notice`;
}

function toEach({
  announcement,
  facts,
  at,
  mark,
  useless,
}: {
  readonly announcement: AnnouncementPlan;
  readonly facts: AnnouncementFacts;
  readonly at: Instant;
  readonly mark: string;
  /** From then on the message tells nothing new: quiet hours do not hold it back for so long. */
  readonly useless?: Instant;
}): readonly Due[] {
  const { name, by, quietHours, recipients } = announcement;
  const held = urgentReasons.has(facts.reason) || facts.reason === 'resolved' ? at : quietUntil(quietHours, at);
  const notBefore = useless !== undefined && held >= useless ? at : held;
  return recipients.map(({ to, role }) => ({
    key: keyOf({ deployment: facts.deployment, name, reason: facts.reason, mark, to }),
    deployment: facts.deployment,
    environment: facts.environment,
    announcement: name,
    by,
    to,
    ...(role !== undefined && { role }),
    facts,
    dueAt: at,
    notBefore,
  }));
}

/** One message to one recipient about one thing: whoever comes to the same conclusion again comes to the same key. */
export function keyOf({
  deployment,
  name,
  reason,
  mark,
  to,
}: {
  readonly deployment: string;
  readonly name: string;
  readonly reason: AnnouncementReason;
  readonly mark: string;
  readonly to: Recipient['to'];
}): string {
  const recipient = createHash('sha256').update(to).digest('hex').slice(0, 12);
  return [deployment, name, reason, mark, recipient].join('/');
}

/** Events of one append have one time: what they are occasions for is told in one message. */
function byTime(moments: readonly Moment[]): readonly (readonly Moment[])[] {
  const batches: Moment[][] = [];
  for (const moment of moments) {
    const last = batches.at(-1);
    if (last?.[0]?.recorded.at === moment.recorded.at) last.push(moment);
    else batches.push([moment]);
  }
  return batches;
}

function instantOf(time: string): Instant {
  const at = parseRfc3339(time);
  if (at === undefined) throw new TypeError(`"${time}" is not an RFC 3339 time.`);
  return at;
}
