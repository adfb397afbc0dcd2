import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import {
  days,
  formatDuration,
  hours,
  type Instant,
  type Millis,
  millis,
  minus,
  plus,
} from '@daywatch/shared/vocabulary/time.ts';
import { spansOfDeployments } from '../monitor/left-out.ts';
import { detect } from '../replay/detection.ts';
import { type Cut, countFalseAlarms } from '../replay/false-alarms.ts';
import { atRecordedPace } from '../replay/recorded-pace.ts';
import { gather } from '../replay/recording.ts';
import { type Span, seriesOf } from '../replay/series.ts';
import { backtestJson, backtestLines, tooShortSentence } from './backtest-lines.ts';
import { Complaint } from './complaint.ts';
import { type CommonOptions, type Context, readPlan } from './context.ts';
import { exitCode } from './exit-code.ts';
import { readFile } from './replay-file.ts';
import { lengthWords } from './replay-lines.ts';
import { asWrongUse, lengthOf, momentOf, type ReplayOptions, stretchOf } from './replay-options.ts';
import { showProgress } from './replay-progress.ts';
import { readFromSources } from './replay-sources.ts';
import { openRecorded, recordedDeployment, storedBetween, watchedFrom } from './replay-stored.ts';
import { type Chosen, choose, usualBaseline } from './replay-watch-plan.ts';

const usualHistory = days(14);

/** What is backtested: readings, and the real deploy among them when there is one. */
interface Found {
  readonly observations: readonly Observation[];
  readonly deployedAt: Instant | undefined;
  readonly leaveOut: readonly Span[];
  readonly chosen: Chosen;
  /** Criteria of which a file has readings without a length. */
  readonly unsaid?: ReadonlySet<string>;
}

/** `--aa` and `--backtest`: exits 0, or 1 when false alarms are surely over the promise, 2 when nothing can be said. */
export async function replayBacktest(options: ReplayOptions, common: CommonOptions, context: Context): Promise<void> {
  const baseline = lengthOf(options.baseline, '--baseline') ?? usualBaseline;
  const every = lengthOf(options.every, '--every') ?? hours(6);
  const found = await find(options, common, context, baseline);
  const { chosen, deployedAt, leaveOut, unsaid } = found;
  const watch = {
    ...chosen.watch,
    criteria: atRecordedPace(chosen.watch.criteria, found.observations, {
      written: chosen.paced,
      watch: chosen.watch.settings.for,
      ...(unsaid && { unsaid }),
    }),
  };
  const cut: Cut = {
    watch,
    series: seriesOf(found.observations),
    baseline,
    every,
    leaveOut,
    ...(deployedAt !== undefined && { until: deployedAt }),
  };
  const alarms = options.aa === true ? countFalseAlarms(cut, showProgress(context)) : undefined;
  if (alarms !== undefined && 'needed' in alarms)
    throw new Complaint(tooShortSentence(alarms), { hint: shorter(alarms.there), code: exitCode.undecided });
  const deploys = alarms?.pretended.map(({ at }) => at) ?? [realDeploy(deployedAt)];
  const onset = lengthOf(options.onset, '--onset') ?? millis(0);
  if (onset >= watch.settings.for)
    throw new Complaint('--onset must be shorter than the watch.', { code: exitCode.wrongUse });
  const detected = options.backtest === true ? detect({ ...cut, deploys, onset }) : undefined;
  const test = {
    service: chosen.service,
    environment: chosen.environment,
    deploys,
    every: lengthWords(every),
    baseline: lengthWords(baseline),
    watch: lengthWords(watch.settings.for),
    onset: onset === 0 ? 'the deploy' : `${formatDuration(onset)} after the deploy`,
    ...(alarms && { falseAlarms: alarms }),
    ...(detected && { detected }),
  };
  const { paint } = context;
  if (common.json === true) context.print(backtestJson(test));
  else context.print(...backtestLines(test, { paint, width: process.stdout.columns ?? 100 }));
  const isOverPromise = alarms !== undefined && alarms.noGo > 0 && alarms.interval[0] > alarms.bound;
  context.exit(isOverPromise ? exitCode.failed : exitCode.ok);
}

async function find(options: ReplayOptions, common: CommonOptions, context: Context, baseline: Millis): Promise<Found> {
  const given = (options.leaveOut ?? []).map(stretchOf);
  const deployedAt = momentOf(options.deployedAt, '--deployed-at');
  const history = lengthOf(options.history, '--history') ?? usualHistory;
  if (options.observations === undefined && options.fromPrometheus !== true)
    return findStored(options, common, context, { history, given, deployedAt });
  const { plan, file, text } = await readPlan(common, context).catch(asWrongUse);
  const chosen = choose(options, plan, text);
  if (options.observations !== undefined) {
    const read = await readFile({ file: options.observations, chosen, context });
    return { ...read, deployedAt, leaveOut: given, chosen };
  }
  const to = deployedAt ?? context.clock.now();
  const span =
    options.aa === true
      ? { from: minus(to, history), to }
      : { from: minus(to, baseline), to: plus(to, chosen.watch.settings.for) };
  const read = await readFromSources({ plan, planFile: file, chosen, span, context });
  return { ...read, deployedAt, leaveOut: given };
}

async function findStored(
  options: ReplayOptions,
  common: CommonOptions,
  context: Context,
  { history, given, deployedAt }: { history: Millis; given: readonly Span[]; deployedAt: Instant | undefined },
): Promise<Found> {
  const store = await openRecorded({ data: options.data, plan: common.plan }, context);
  try {
    const { plan, text } = await readPlan(common, context).catch(asWrongUse);
    const deployment =
      options.deployment === undefined ? undefined : await recordedDeployment(store, options.deployment);
    const chosen = choose(options, plan, text, deployment?.environment);
    const { environment, watch } = chosen;
    const at = deployment === undefined ? deployedAt : watchedFrom(deployment);
    const now = context.clock.now();
    const to = at === undefined || options.aa === true ? (at ?? now) : plus(at, watch.settings.for);
    const observations = await gather(storedBetween(store, environment, { from: minus(at ?? now, history), to }));
    const deployments = await store.deployments({ environment, limit: 100 });
    const others = deployments.filter(({ id }) => options.aa === true || id !== deployment?.id);
    const leaveOut = [...given, ...spansOfDeployments(others, watch.settings.settle, now)];
    return { observations, deployedAt: at, leaveOut, chosen };
  } finally {
    await store.close();
  }
}

function realDeploy(deployedAt: Instant | undefined): Instant {
  if (deployedAt !== undefined) return deployedAt;
  throw new Complaint('--backtest needs a deploy to begin from.', {
    hint: 'Name one with --deployed-at or --deployment, or let --aa pretend some.',
    code: exitCode.wrongUse,
  });
}

/** Half of what is there for each. */
function shorter(there: Millis): string {
  const half = millis(Math.floor(there / 2 / 3_600_000) * 3_600_000);
  return half >= hours(1)
    ? `Try shorter ones: --baseline ${formatDuration(half)} --for ${formatDuration(half)}.`
    : 'Let the daemon record for some days: it measures all the time, deploy or not.';
}
