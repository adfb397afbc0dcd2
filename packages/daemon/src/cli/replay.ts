import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Instant, minus, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { recordingOf } from '../replay/recording.ts';
import { type ReplayOutcome, runReplay } from '../replay/run-replay.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import { type CommonOptions, type Context, commonOptions, readPlan } from './context.ts';
import { exitCode } from './exit-code.ts';
import { replayBacktest } from './replay-backtest.ts';
import { exportRecording } from './replay-export.ts';
import { replayFile } from './replay-file.ts';
import { asWrongUse, lengthOf, momentOf, type ReplayOptions } from './replay-options.ts';
import { printOutcome } from './replay-print.ts';
import { readFromSources } from './replay-sources.ts';
import { openRecorded, recordedDeployment, recordedReadings, recordedSilences, watchedFrom } from './replay-stored.ts';
import { type Chosen, choose, tooShortToJudge, usualBaseline } from './replay-watch-plan.ts';

export const replay: AddCommand = (program, context) => {
  program
    .command('replay')
    .description('the same engine over recorded readings: exits 0 GO, 1 NO-GO, 2 undecided, 3 unknown, 64 wrong use')
    .option('--environment <name>', 'which one of the plan; may be left out when it has only one')
    .option('--observations <file>', 'recorded readings, JSON lines, gzipped or not; - reads standard input')
    .option(
      '--deployment <id>',
      "a deployment that the daemon recorded, with its frozen baseline, from the daemon's data",
    )
    .option('--data <folder>', 'where the daemon keeps its data (DAYWATCH_DATA; .daywatch beside the plan)')
    .option('--from-prometheus', 'from the sources that keep the past themselves, as Prometheus does')
    .option('--deployed-at <time>', 'when the deploy finished; what was read before is the baseline')
    .option('--baseline <time>', 'how long before the deploy the baseline reaches')
    .option('--for <time>', 'how long the watch lasts; default: as the plan says')
    .option('--only <criterion...>', 'judge these criteria only')
    .option('--export <file>', 'write the readings as JSON lines, gzipped if the name ends in .gz, and judge nothing')
    .option('--aa', 'cut what was before the deploy into pretended deploys: how often would there be a false NO-GO?')
    .option('--backtest', 'make each criterion worse by 1.25, 1.5, 2 and 5: how soon is it found?')
    .option('--every <time>', 'from one pretended deploy to the next', '6h')
    .option('--history <time>', 'how far back --aa reads; default: 14d')
    .option('--onset <time>', 'when after the deploy --backtest makes it worse; default: at the deploy')
    .option('--leave-out <from/to...>', 'a time that no pretended deploy may touch')
    .action(async (options: ReplayOptions, command) => {
      const common = commonOptions(command);
      onlyOneOrigin(options);
      if (options.aa === true || options.backtest === true) return replayBacktest(options, common, context);
      if (options.deployment !== undefined) return replayStored(options.deployment, options, common, context);
      const { plan, file, text } = await readPlan(common, context).catch(asWrongUse);
      const chosen = choose(options, plan, text);
      if (options.fromPrometheus === true) return replaySources(options, { plan, file }, chosen, common, context);
      if (options.observations === undefined)
        throw new Complaint('There is nothing to replay.', {
          hint: 'Name the readings: --observations FILE, --deployment ID or --from-prometheus.',
          code: exitCode.wrongUse,
        });
      if (options.export !== undefined)
        throw new Complaint('--export writes what the daemon or Prometheus recorded; a file is a file already.', {
          code: exitCode.wrongUse,
        });
      const deployedAt = momentOf(options.deployedAt, '--deployed-at');
      if (deployedAt === undefined)
        context.tell(
          `${context.paint.caution('!')} Without --deployed-at the first reading is the first after the deploy, and there is no baseline.`,
        );
      const outcome = await replayFile({
        file: options.observations,
        chosen,
        context,
        deployedAt,
        reach: lengthOf(options.baseline, '--baseline'),
      });
      finish(outcome, chosen, common, context);
    });
};

function onlyOneOrigin({ observations, deployment, fromPrometheus }: ReplayOptions): void {
  const given = [observations, deployment, fromPrometheus].filter((one) => one !== undefined && one !== false);
  if (given.length > 1)
    throw new Complaint('The readings come from one place: --observations, --deployment or --from-prometheus.', {
      code: exitCode.wrongUse,
    });
}

function finish(outcome: ReplayOutcome, chosen: Chosen, { json }: CommonOptions, context: Context): void {
  const caution = tooShortToJudge(chosen);
  if (caution !== undefined) context.tell(`${context.paint.caution('!')} ${caution}`);
  context.exit(printOutcome(outcome, chosen, context, json === true));
}

/** A recorded deployment as its watch saw it, or as it would have been with another plan. */
async function replayStored(
  id: string,
  options: ReplayOptions,
  common: CommonOptions,
  context: Context,
): Promise<void> {
  const store = await openRecorded({ data: options.data, plan: common.plan }, context);
  try {
    const deployment = await recordedDeployment(store, id);
    const { plan, text } = await readPlan(common, context).catch(asWrongUse);
    const chosen = choose(options, plan, text, deployment.environment);
    const from = watchedFrom(deployment);
    const span = { from, to: plus(from, chosen.watch.settings.atMost) };
    const recording = recordedReadings(store, deployment, span);
    if (options.export !== undefined) return await exportIt(recording, options.export, from, context);
    const outcome = await runReplay({
      recording: ofCriteria(recording, chosen),
      deployedAt: from,
      watch: chosen.watch,
      paced: chosen.paced,
      silences: await recordedSilences(store, deployment.environment, from),
    });
    finish(outcome, chosen, common, context);
  } finally {
    await store.close();
  }
}

async function* ofCriteria(recording: ReturnType<typeof recordedReadings>, { watch }: Chosen) {
  const names = new Set(watch.criteria.map(({ name }) => name));
  for await (const some of recording) yield some.filter(({ criterion }) => names.has(criterion));
}

const exportIt = (recording: Parameters<typeof exportRecording>[0], file: string, from: Instant, context: Context) =>
  exportRecording(recording, {
    file,
    hint: `Replay it with --observations ${file} --deployed-at ${rfc3339(from)}`,
    context,
  });

async function replaySources(
  options: ReplayOptions,
  { plan, file }: { readonly plan: Plan; readonly file: string },
  all: Chosen,
  common: CommonOptions,
  context: Context,
): Promise<void> {
  const from = momentOf(options.deployedAt, '--deployed-at');
  if (from === undefined)
    throw new Complaint('--from-prometheus needs to know when the deploy finished.', {
      hint: 'Say it: --deployed-at 2026-12-01T22:05:12Z.',
      code: exitCode.wrongUse,
    });
  const { observations, chosen } = await readFromSources({
    plan,
    planFile: file,
    chosen: all,
    span: {
      from: minus(from, lengthOf(options.baseline, '--baseline') ?? usualBaseline),
      to: Math.min(context.clock.now(), plus(from, all.watch.settings.for)) as Instant,
    },
    context,
  });
  if (options.export !== undefined) return exportIt(recordingOf(observations), options.export, from, context);
  const outcome = await runReplay({
    recording: recordingOf(observations),
    deployedAt: from,
    watch: chosen.watch,
    paced: chosen.paced,
  });
  finish(outcome, chosen, common, context);
}
