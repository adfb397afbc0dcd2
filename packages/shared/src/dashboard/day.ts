import type { DeploymentView, EnvironmentView } from '../api/views.ts';
import { type Tone, verdictLooks, verdictWords } from '../present/words.ts';
import type { RunnerPhase } from '../vocabulary/deployment-words.ts';
import { days, hours, type Instant, instant, minus, parseDuration, plus } from '../vocabulary/time.ts';
import type { Judgement } from '../vocabulary/verdict.ts';
import { timeOf } from './local-time.ts';
import type { Range } from './time-axis.ts';

type RecordedLine = DeploymentView['events'][number];
type Verdict = EnvironmentView['verdict'];

/** What was the case for a time: a step of the way, or a verdict. */
export interface Stretch extends Range {
  readonly label: string;
  readonly tone: Tone;
  readonly because: string;
}

/** What happened at one moment. */
export interface Mark {
  readonly at: Instant;
  readonly kind: 'deployed' | 'decided' | 'rolled-back' | 'noted';
  readonly sentence: string;
}

/** What went on beside the verdict: a criterion that failed, was not seen, or was muted. */
export interface Lane extends Range {
  readonly kind: 'failing' | 'recovered' | 'blind' | 'silenced';
  readonly title: string;
  readonly because: string;
}

/** A deployment and its watch as one picture. */
export interface Day {
  readonly range: Range;
  readonly stretches: readonly Stretch[];
  /** When nobody looked. */
  readonly gaps: readonly Range[];
  readonly marks: readonly Mark[];
  readonly lanes: readonly Lane[];
}

export interface DayFacts {
  readonly deployment: Pick<DeploymentView, 'requestedAt' | 'endedAt' | 'blindGaps'>;
  readonly events: readonly RecordedLine[];
  /** Of the deployment that is watched now. */
  readonly verdict?: Pick<Verdict, 'watch' | 'criteria' | 'silences' | 'asOf' | 'validUntil'>;
  readonly now: Instant;
}

/** The picture of a deployment, folded from its record. Pure. */
export function dayOf({ deployment, events, verdict, now }: DayFacts): Day {
  const ended = deployment.endedAt === undefined ? undefined : timeOf(deployment.endedAt);
  const last = ended ?? now;
  const range = rangeOf(deployment, events, verdict, last);
  const from = (stretch: Stretch): Stretch => ({ ...stretch, from: instant(Math.max(stretch.from, range.from)) });
  return {
    range,
    stretches: stretchesOf(events, last)
      .filter(({ until }) => until > range.from)
      .map(from),
    gaps: gapsOf(deployment, verdict, last),
    marks: events.flatMap(markOf).filter(({ at }) => at >= range.from),
    lanes: lanesOf(events, verdict, last, range),
  };
}

/** The deploy with at most an hour of what led to it, and the watch with all that it still has before it. */
function rangeOf(
  { requestedAt }: DayFacts['deployment'],
  events: readonly RecordedLine[],
  verdict: DayFacts['verdict'],
  last: Instant,
): Range {
  const requested = timeOf(requestedAt);
  const deploying = events.find(({ event }) => event.type === 'phase-started' && event.phase === 'deploying');
  const began = deploying === undefined ? requested : timeOf(deploying.at);
  const from = instant(Math.max(requested, minus(began, hours(1))));
  const planned = events.findLast(({ event }) => event.type === 'watch-started');
  const span = planned?.event.type === 'watch-started' ? parseDuration(planned.event.for) : undefined;
  const whole = planned === undefined ? plus(began, span ?? days(1)) : plus(timeOf(planned.at), span ?? days(1));
  const end = verdict?.watch === undefined ? whole : timeOf(verdict.watch.endsAt);
  // What ended before its time is not told with an empty day after it.
  const until = verdict?.watch === undefined && planned !== undefined ? last : end;
  return { from, until: instant(Math.max(until, last, plus(from, hours(1 / 60)))) };
}

const phaseLabels: Readonly<Record<RunnerPhase, string>> = {
  preflight: 'Preflight',
  deploying: 'Deploy',
  verifying: 'Verify',
  'rolling-back': 'Roll back',
  'verifying-rollback': 'Verify the rollback',
};

type Beginning = Omit<Stretch, 'from' | 'until'>;

/** What an event begins; `end` when nothing follows it, `undefined` when all stays as it was. */
function beginningOf({ event, sentence }: RecordedLine): Beginning | 'end' | undefined {
  switch (event.type) {
    case 'requested':
      return { label: 'Prepare', tone: 'neutral', because: sentence };
    case 'phase-started':
      return { label: phaseLabels[event.phase], tone: 'busy', because: sentence };
    case 'watch-started':
      return { label: 'Watching', tone: 'neutral', because: sentence };
    case 'verdict-changed':
      return {
        label: event.verdict === 'undecided' ? 'Undecided' : verdictWords[event.verdict],
        tone: verdictLooks[event.verdict].tone,
        because: event.because[0] ?? event.rule,
      };
    case 'interrupted':
      return { label: 'Interrupted', tone: 'caution', because: event.because };
    case 'superseded':
    case 'cancelled':
      return 'end';
    default:
      return undefined;
  }
}

function stretchesOf(events: readonly RecordedLine[], last: Instant): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let open: (Beginning & { from: Instant }) | undefined;
  const close = (until: Instant) => {
    if (open !== undefined && until > open.from) stretches.push({ ...open, until });
  };
  for (const line of events) {
    const at = timeOf(line.at);
    const next = beginningOf(line);
    // A verdict during the rollback does not hide that it goes on.
    if (next === undefined || (line.event.type === 'verdict-changed' && open?.tone === 'busy')) continue;
    // The same verdict for another reason: what holds is told as it is now.
    if (next !== 'end' && open?.label === next.label && line.event.type === 'verdict-changed') {
      open = { ...open, because: next.because };
      continue;
    }
    close(at);
    open = next === 'end' ? undefined : { ...next, from: at };
  }
  close(last);
  return stretches;
}

function markOf({ event, at, actor, sentence }: RecordedLine): Mark[] {
  const mark = (kind: Mark['kind'], words = `${actor} ${sentence}`): Mark[] => [
    { at: timeOf(at), kind, sentence: words },
  ];
  switch (event.type) {
    case 'phase-finished':
      if (event.phase === 'deploying') return mark('deployed', `The deploy ${event.outcome}`);
      return event.phase === 'rolling-back' ? mark('rolled-back', `The rollback ${event.outcome}`) : [];
    case 'decided':
      return mark('decided');
    case 'rollback-requested':
      return mark('rolled-back');
    case 'plan-changed':
      return mark('noted', 'Another plan came into force');
    case 'resumed':
      return mark('noted', 'Taken up again after an interruption');
    default:
      return [];
  }
}

function gapsOf({ blindGaps }: DayFacts['deployment'], verdict: DayFacts['verdict'], last: Instant): readonly Range[] {
  const known = blindGaps.map(({ from, until }) => ({ from: timeOf(from), until: timeOf(until) }));
  const stale = verdict !== undefined && last > timeOf(verdict.validUntil);
  return stale ? [...known, { from: timeOf(verdict.asOf), until: last }] : known;
}

const weight: readonly Lane['kind'][] = ['failing', 'blind', 'recovered', 'silenced'];

/** The most serious first; none reaches out of the picture. */
function lanesOf(
  events: readonly RecordedLine[],
  verdict: DayFacts['verdict'],
  last: Instant,
  range: Range,
): readonly Lane[] {
  const criteria = verdict?.criteria ?? [];
  return [...criteriaLanes(criteria, last), ...silencesOf(events, verdict, last)]
    .map((lane) => ({ ...lane, from: instant(Math.max(lane.from, range.from)) }))
    .filter(({ from, until }) => until > from)
    .sort((a, b) => weight.indexOf(a.kind) - weight.indexOf(b.kind) || a.from - b.from);
}

function criteriaLanes(criteria: readonly Judgement[], last: Instant): readonly Lane[] {
  return criteria.flatMap(({ title, because, state, lastReadingAt, failingSince, recoveredSince }): Lane[] => {
    if (state === 'blind' && lastReadingAt !== undefined)
      return [{ kind: 'blind', title, because, from: timeOf(lastReadingAt), until: last }];
    if (failingSince === undefined) return [];
    const from = timeOf(failingSince);
    if (recoveredSince === undefined) return [{ kind: 'failing', title, because, from, until: last }];
    return [{ kind: 'recovered', title, because, from, until: timeOf(recoveredSince) }];
  });
}

function silencesOf(events: readonly RecordedLine[], verdict: DayFacts['verdict'], last: Instant): readonly Lane[] {
  const titles = new Map(verdict?.criteria.map(({ name, title }) => [name, title]));
  const recorded = events.flatMap(({ event, at, actor }): (Lane & { id: string })[] => {
    if (event.type !== 'silenced') return [];
    const ended = events.find(({ event: other }) => other.type === 'silence-ended' && other.silence === event.silence);
    const until = ended === undefined ? timeOf(event.until) : timeOf(ended.at);
    const lane = { from: timeOf(at), until: instant(Math.min(until, last)) };
    const title = titles.get(event.criterion) ?? event.criterion;
    return [{ ...lane, id: event.silence, kind: 'silenced', title, because: `${actor}: ${event.reason}` }];
  });
  const known = new Set(recorded.map(({ id }) => id));
  // One that began before the deployment is in no record of its own.
  const earlier = (verdict?.silences ?? [])
    .filter(({ id }) => !known.has(id))
    .map(({ criterion, owner, reason, from, until }): Lane => {
      const title = titles.get(criterion) ?? criterion;
      const end = instant(Math.min(timeOf(until), last));
      return { kind: 'silenced', title, because: `${owner}: ${reason}`, from: timeOf(from), until: end };
    });
  return [...recorded, ...earlier];
}
