import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment, Judgement, WatchProgress } from '@daywatch/shared/vocabulary/verdict.ts';
import { reportSentence } from './report-sentence.ts';
import type { ReportSeries } from './report-series.ts';
import { type Ribbon, ribbonOf } from './ribbon.ts';

export interface ReportFacts {
  readonly deployment: Deployment;
  /** The whole record, in order. */
  readonly events: readonly RecordedEvent[];
  readonly ruling: Pick<Assessment, 'verdict' | 'recommendation' | 'rule' | 'because' | 'final' | 'certified'>;
  /** The engine's last word, while the daemon still has it. */
  readonly assessment?: Assessment;
  readonly dashboards: Readonly<Record<string, string>>;
  readonly checklist: readonly ChecklistItemView[];
  /** Readings that are still kept. */
  readonly series: readonly ReportSeries[];
  readonly now: Instant;
  /** Whose clocks the pages speak of; data stays in UTC. */
  readonly timeZone: string;
}

/** The record made readable: plain data, for JSON and for the two pages made of it. */
export interface Report {
  readonly title: string;
  readonly deployment: {
    readonly id: string;
    readonly environment: string;
    readonly service: string;
    readonly version: string;
    readonly commit: string;
    readonly phase: string;
    readonly deployedBy: string;
    readonly requestedAt: string;
    readonly finishedAt?: string;
    readonly endedAt?: string;
    readonly planHash: string;
  };
  readonly verdict: ReportFacts['ruling'];
  /** What a reader must know to weigh the verdict. */
  readonly caveats: readonly string[];
  readonly watch?: WatchProgress;
  readonly criteria: readonly Judgement[];
  readonly series: readonly ReportSeries[];
  /** The whole time as one line; absent when nothing was ever touched. */
  readonly ribbon?: Ribbon;
  readonly timeZone: string;
  readonly verdicts: readonly {
    readonly at: string;
    readonly verdict: string;
    readonly rule: string;
    readonly because: readonly string[];
    readonly final: boolean;
    /** What it rested on; absent in records of earlier versions. */
    readonly evidence?: readonly Judgement[];
  }[];
  readonly checklist: readonly ChecklistItemView[];
  readonly overrides: NonNullable<Deployment['overrides']>;
  readonly steps: readonly {
    readonly phase: string;
    readonly title: string;
    readonly state: string;
    readonly seconds?: number;
    readonly exitCode?: number | null;
  }[];
  readonly signOffs: readonly {
    readonly item: string;
    readonly by: string;
    readonly role: string;
    readonly at: string;
    readonly note?: string;
    readonly commit?: string;
  }[];
  readonly decisions: Deployment['decisions'];
  readonly blindGaps: Deployment['blindGaps'];
  readonly silences: readonly { readonly at: string; readonly by: string; readonly what: string }[];
  readonly announcements: NonNullable<Deployment['announcements']>;
  readonly overruns: NonNullable<Deployment['overruns']>;
  readonly rollback?: NonNullable<Deployment['rollback']>;
  readonly aftermath?: NonNullable<Deployment['aftermath']>;
  readonly timeline: readonly { readonly at: string; readonly actor: string; readonly what: string }[];
  readonly dashboards: readonly { readonly name: string; readonly url: string }[];
  /** Where the record stands: `daywatch record verify` must come to the same hash. */
  readonly record: { readonly events: number; readonly lastHash: string };
}

export function report(facts: ReportFacts): Report {
  const { deployment, events, ruling, assessment, dashboards, checklist, series, now, timeZone } = facts;
  const { service, environment, version, overrides, announcements, overruns, rollback, aftermath } = deployment;
  const ribbon = ribbonOf(deployment, events, now);
  const titles = new Map(deployment.steps.map(({ phase, id, title }) => [`${phase} ${id}`, title]));
  return {
    title: `${service} ${version.version} in ${environment}`,
    deployment: factsAbout(deployment),
    verdict: ruling,
    caveats: caveats(deployment, ruling, assessment, events),
    ...(assessment && { watch: assessment.watch }),
    criteria: assessment?.judgements ?? lastEvidence(events),
    series,
    ...(ribbon && { ribbon }),
    timeZone,
    verdicts: verdictsIn(events),
    checklist,
    overrides: overrides ?? [],
    steps: deployment.steps.map(({ phase: of, title, state, seconds, exitCode }) => ({
      phase: of,
      title,
      state,
      ...(seconds !== undefined && { seconds }),
      ...(exitCode !== undefined && { exitCode }),
    })),
    signOffs: Object.entries(deployment.signOffs).map(([item, { by, role, at, note, commit }]) => ({
      item,
      by,
      role,
      at,
      ...(note !== undefined && { note }),
      ...(commit !== undefined && { commit }),
    })),
    decisions: deployment.decisions,
    blindGaps: deployment.blindGaps,
    silences: events.flatMap(({ at, actor, event }) =>
      event.type === 'silenced' || event.type === 'silence-ended'
        ? [{ at, by: actor, what: reportSentence(event) }]
        : [],
    ),
    announcements: announcements ?? [],
    overruns: overruns ?? [],
    ...(rollback && { rollback }),
    ...(aftermath && { aftermath }),
    timeline: events.map(({ at, actor, event }) => ({ at, actor, what: reportSentence(withTitle(event, titles)) })),
    dashboards: Object.entries(dashboards).map(([name, url]) => ({ name, url })),
    record: { events: events.length, lastHash: events.at(-1)?.hash ?? '' },
  };
}

/** Each verdict in turn. What a person decides is one at once, before or without the daemon's next look. */
function verdictsIn(events: readonly RecordedEvent[]): Report['verdicts'] {
  return events.flatMap(({ at, actor, event }, index) => {
    if (event.type === 'verdict-changed') {
      const { verdict, rule, because, final, evidence } = event;
      return [{ at, verdict, rule, because, final, ...(evidence && { evidence }) }];
    }
    if (event.type !== 'decided' || event.decision === 'extend') return [];
    const next = events.slice(index + 1).find((one) => one.event.type === 'verdict-changed' || isDecision(one.event));
    if (next?.event.type === 'verdict-changed' && next.event.rule === byPerson) return [];
    const verdict = event.decision === 'go' ? 'go' : 'no-go';
    const because = [`${actor} ${reportSentence(event)}`];
    return [{ at, verdict, rule: byPerson, because, final: event.decision === 'go' || isOver(events, index) }];
  });
}

const byPerson = 'a person decided';
const isDecision = (event: DeploymentEvent): boolean => event.type === 'decided' && event.decision !== 'extend';
/** Whether the watch had its end before. */
const isOver = (events: readonly RecordedEvent[], index: number): boolean =>
  events
    .slice(0, index)
    .some(
      ({ event }) =>
        (event.type === 'watch-ended' && event.verdict !== 'undecided') ||
        (event.type === 'decided' && event.decision === 'go'),
    );

/** A step that has ended is told by the same name as when it began. */
const withTitle = (event: DeploymentEvent, titles: ReadonlyMap<string, string>): DeploymentEvent =>
  event.type === 'step-finished' ? { ...event, step: titles.get(`${event.phase} ${event.step}`) ?? event.step } : event;

function factsAbout(deployment: Deployment): Report['deployment'] {
  const { id, environment, service, version, phase, deployedBy, requestedAt, finishedAt, endedAt, planHash } =
    deployment;
  return {
    id,
    environment,
    service,
    version: version.version,
    commit: version.commit,
    phase,
    deployedBy,
    requestedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    ...(endedAt !== undefined && { endedAt }),
    planHash,
  };
}

/** What the record kept of the criteria, once the daemon has them no more. */
function lastEvidence(events: readonly RecordedEvent[]): readonly Judgement[] {
  const last = events.findLast(({ event }) => event.type === 'verdict-changed' && event.final)?.event;
  return last?.type === 'verdict-changed' ? (last.evidence ?? []) : [];
}

function caveats(
  { phase, blindGaps, watchStartedAt, decisions }: Deployment,
  { verdict, final, certified, rule }: ReportFacts['ruling'],
  assessment: Assessment | undefined,
  events: readonly RecordedEvent[],
): string[] {
  const said: string[] = [];
  if (!final) said.push('This is not the end: the verdict may still change.');
  if (watchStartedAt === undefined) said.push('No watch took place: no criterion was judged after this deploy.');
  else if (assessment === undefined && lastEvidence(events).length === 0) {
    said.push(
      'The last value of each criterion is no longer kept; the history of verdicts and the record are complete.',
    );
  }
  if (blindGaps.length > 0) {
    said.push(
      `The daemon could not see ${blindGaps.length === 1 ? 'once' : `${blindGaps.length} times`}; see "Blind time".`,
    );
  }
  if (verdict === 'go' && decisions.at(-1)?.decision === 'go') {
    said.push(`The GO is a person's decision (${rule}), not earned by measurement alone.`);
  } else if (verdict === 'go' && assessment !== undefined && !certified) {
    said.push(
      'The traffic was too thin to rule out every regression: nothing was found, which is less than all is proven.',
    );
  }
  if (phase === 'rolled-back')
    said.push('The verdict speaks of the version that was rolled back, not of the one that runs now.');
  return said;
}
