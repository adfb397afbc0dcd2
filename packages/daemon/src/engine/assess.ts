import { type Instant, instant, millis, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment, Judgement, WatchProgress } from '@daywatch/shared/vocabulary/verdict.ts';
import type { SlowWork } from '../ports/slow-work.ts';
import { explain } from './explain/explain.ts';
import { clock } from './explain/explained.ts';
import { flipsWhen } from './explain/flips-when.ts';
import { span } from './explain/wording.ts';
import { figuresOf } from './figures.ts';
import { lookAt } from './look.ts';
import { coverageOf } from './seen-time.ts';
import { inOneGo } from './slow-work.ts';
import type { Standings } from './verdict.ts';
import { awaited, blindSoFar, type Ending, type WatchFrame, type WatchState } from './watch-state.ts';

/** What is to be said of the watch now. It changes nothing: looking is free, at any time and however often. */
export const assess = (frame: WatchFrame, state: WatchState, at: Instant): Assessment =>
  inOneGo(assessing(frame, state, at));

/** The same with a pause before each criterion. */
export function* assessing(frame: WatchFrame, state: WatchState, at: Instant): SlowWork<Assessment> {
  const { setup } = frame;
  const elapsed = Math.max(0, (at - setup.startedAt) / 1000);
  const { now, ending, evidence, standings, decided } = lookAt(frame, state, elapsed);
  const isOver = ending.state !== 'running';
  const judgements: Judgement[] = [];
  for (const each of standings) {
    yield;
    judgements.push(judge(frame, each, { evidence, now, isOver }));
  }
  const recoveredSince = recoveredAt(standings);
  return {
    verdict: decided.verdict,
    recommendation: decided.recommendation,
    rule: decided.rule,
    because: reasons(standings, judgements, decided.verdict),
    final: isOver,
    certified: decided.certified,
    ...(recoveredSince === undefined ? {} : { recoveredSince: timestamp(frame, recoveredSince) }),
    watch: progressOf(frame, state, ending, now),
    judgements,
  };
}

const timestamp = ({ setup }: WatchFrame, seconds: number): string =>
  rfc3339(instant(Math.round(setup.startedAt + seconds * 1000)));

function judge(
  frame: WatchFrame,
  { judged, of, standing, silenced }: Standings,
  { evidence, now, isOver }: { readonly evidence: number; readonly now: number; readonly isOver: boolean },
): Judgement {
  const { criterion } = judged;
  const { tuning } = frame;
  const figures = figuresOf(judged, of, now, tuning);
  const explained = { frame, judged, of, figures, now };
  // What a watch said when it ended no reading turns any more.
  const flips = isOver ? undefined : flipsWhen(explained, standing, evidence);
  const effect = standing.state === 'failing' ? 'which does not take its failure back' : 'so not part of the verdict';
  const muted = silenced ? `Silenced until ${clock({ frame }, of.silence?.until ?? now)}, ${effect}. ` : '';
  const { value, interval, baseline, limit, tolerance, run } = figures;
  const failingSince = of.failed === null ? undefined : (run?.since ?? of.violation.since ?? of.failed.at);
  return {
    name: criterion.name,
    title: criterion.title,
    ...(criterion.service === undefined ? {} : { service: criterion.service }),
    severity: criterion.severity,
    integrity: criterion.integrity,
    dryRun: criterion.dryRun,
    state: standing.state,
    because: muted + explain(explained, standing),
    unit: criterion.unit,
    ...(value === undefined ? {} : { value }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(limit === undefined ? {} : { limit }),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(interval === undefined ? {} : { interval: [interval[0], interval[1]] }),
    ...(judged.confirmation !== undefined ? {} : { evidence: { eValue: figures.eValue, observations: of.judged } }),
    coverage: coverageOf(of, judged, now),
    ...(of.lastReadingAt === null ? {} : { lastReadingAt: timestamp(frame, of.lastReadingAt) }),
    ...(failingSince === undefined ? {} : { failingSince: timestamp(frame, failingSince) }),
    ...(of.recoveredAt === null ? {} : { recoveredSince: timestamp(frame, of.recoveredAt) }),
    ...(flips === undefined ? {} : { flipsWhen: flips }),
  };
}

const stateRank = { failing: 0, blind: 1, undecided: 2, passing: 3 } as const;
const severityRank = { blocking: 0, critical: 1, warning: 2 } as const;

/** All reasons, the most serious first. What only warns comes last. */
function reasons(
  standings: readonly Standings[],
  judgements: readonly Judgement[],
  verdict: Assessment['verdict'],
): string[] {
  const rank = ({ judged, standing }: Standings) =>
    (judged.deciding ? 0 : 100) +
    stateRank[standing.state] * 10 +
    (judged.criterion.integrity ? 0 : 1 + severityRank[judged.criterion.severity]);
  return standings
    .map((each, i) => ({ each, judgement: judgements[i], order: rank(each) }))
    .filter(({ each }) =>
      each.judged.deciding
        ? each.silenced || speaksFor(verdict, each.standing.state)
        : each.standing.state === 'failing',
    )
    .sort((a, b) => a.order - b.order)
    .flatMap(({ judgement }) => (judgement === undefined ? [] : [`${called(judgement)}: ${judgement.because}`]));
}

/** With its service in front where there are several. */
const called = ({ service, title }: Judgement): string => (service === undefined ? title : `${service}, ${title}`);

/** A NO-GO is explained by what fails and what cannot be seen, doubt by all that is missing, a GO by all that passes. */
function speaksFor(verdict: Assessment['verdict'], state: Judgement['state']): boolean {
  switch (verdict) {
    case 'go':
      return true;
    case 'no-go':
      return state === 'failing' || state === 'blind';
    case 'undecided':
      return state !== 'passing';
  }
}

/** Everything that failed is well again since the last of it was. */
function recoveredAt(standings: readonly Standings[]): number | undefined {
  const failed = standings.filter(({ judged, of }) => judged.deciding && of.failed !== null);
  const times = failed.flatMap(({ of }) => of.recoveredAt ?? []);
  return failed.length > 0 && times.length === failed.length ? Math.max(...times) : undefined;
}

function progressOf(frame: WatchFrame, state: WatchState, ending: Ending, now: number): WatchProgress {
  const { setup, tuning, latestEnd } = frame;
  const isBlank = awaited(frame, state, now).some(([, of]) => of.readings === 0);
  const blind = isBlank ? now : blindSoFar(frame, state, now);
  const endsAt = ending.state === 'running' ? Math.max(now, ending.expected) : ending.at;
  const coverages = awaited(frame, state, now).map(([judged, of]) => coverageOf(of, judged, now));
  return {
    startedAt: timestamp(frame, 0),
    endsAt: timestamp(frame, endsAt),
    latestEnd: timestamp(frame, latestEnd),
    for: span(millis(setup.settings.for + (setup.extension?.watch ?? 0)) / 1000),
    ...(setup.extension && { extendedBy: span(setup.extension.latestEnd / 1000) }),
    seen: span(now - blind),
    blind: span(blind),
    remaining: span(endsAt - now),
    coverage: coverages.length === 0 ? 0 : Math.min(...coverages),
    falseAlarmBound: tuning.alpha,
  };
}
