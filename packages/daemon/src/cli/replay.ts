import {
  formatDuration,
  type Instant,
  type Millis,
  millis,
  parseDuration,
  parseRfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import type { VerdictWord } from '@daywatch/shared/vocabulary/verdict.ts';
import type { ReplayOutcome } from '../replay/run-replay.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint, PlanComplaint } from './complaint.ts';
import { type Context, commonOptions, readPlan } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { replayFile } from './replay-file.ts';
import { changeJson, changeLines, closingLines, finalJson, stamp } from './replay-lines.ts';
import { many } from './replay-notes.ts';
import { type Chosen, chooseWatch } from './replay-watch-plan.ts';

interface ReplayOptions {
  readonly environment?: string;
  readonly observations?: string;
  readonly deployedAt?: string;
  readonly baseline?: string;
  readonly for?: string;
  readonly only?: readonly string[];
}

const exitCodes: Readonly<Record<VerdictWord, ExitCode>> = {
  go: exitCode.ok,
  'no-go': exitCode.failed,
  undecided: exitCode.undecided,
};

export const replay: AddCommand = (program, context) => {
  program
    .command('replay')
    .description('the same engine over recorded readings: exits 0 GO, 1 NO-GO, 2 undecided, 3 unknown, 64 wrong use')
    .option('--environment <name>', 'which one of the plan; may be left out when it has only one')
    .option('--observations <file>', 'recorded readings, JSON lines, gzipped or not; - reads standard input')
    .option('--deployed-at <time>', 'when the deploy finished; what was read before is the baseline')
    .option('--baseline <time>', 'how long before the deploy the baseline reaches; default: all there is')
    .option('--for <time>', 'how long the watch lasts; default: as the plan says')
    .option('--only <criterion...>', 'judge these criteria only')
    .action(async (options: ReplayOptions, command) => {
      const { json, ...common } = commonOptions(command);
      const loaded = await readPlan(common, context).catch(wrongUse);
      const chosen = chooseWatch({
        plan: loaded.plan,
        planText: loaded.text,
        environment: options.environment,
        only: options.only ?? [],
        length: spanOf(options.for, '--for'),
      });
      if (options.observations === undefined)
        throw new Complaint('There is nothing to replay.', {
          hint: 'Name the readings: --observations FILE.',
          code: exitCode.wrongUse,
        });
      const outcome = await replayFile({
        file: options.observations,
        chosen,
        context,
        deployedAt: momentOf(options.deployedAt, '--deployed-at'),
        reach: spanOf(options.baseline, '--baseline'),
      });
      context.exit(printOutcome(outcome, chosen, context, json === true));
    });
};

/** Prints a replay and answers its exit code. Complains when nothing was judged. */
function printOutcome(outcome: ReplayOutcome, chosen: Chosen, context: Context, json: boolean): ExitCode {
  if (outcome.type === 'nothing-read')
    throw new Complaint('There is not one reading of these criteria.', { code: exitCode.wrongUse });
  if (outcome.type === 'nothing-after')
    throw new Complaint(
      `All ${many(outcome.baseline, 'reading')} are from before the deploy; the last is of ${stamp(outcome.last)}.`,
      { hint: 'Is --deployed-at right? It is the time when the deploy had finished.', code: exitCode.wrongUse },
    );
  const { replayed, startedAt, baseline } = outcome;
  if (json) context.print(...replayed.changes.map(changeJson), finalJson(replayed));
  else {
    const { paint } = context;
    const sheet = { paint, columns: process.stdout.columns ?? 100, startedAt };
    const before =
      baseline.from === undefined
        ? 'nothing is known of before'
        : `baseline ${many(baseline.readings, 'reading')} in the ${formatDuration(millis(startedAt - baseline.from))} before`;
    context.print(
      `${paint.strong(`${chosen.service}, ${chosen.environment}`)}  ${paint.quiet(`deployed ${stamp(startedAt)} · ${before} · watch of ${formatDuration(chosen.watch.settings.for)}`)}`,
      '',
      ...replayed.changes.flatMap((change) => changeLines(change, sheet)),
      ...closingLines(replayed, sheet),
    );
  }
  return exitCodes[replayed.last.assessment.verdict];
}

/** Exit code 1 says NO-GO here, so a faulty plan must not. */
function wrongUse(error: unknown): never {
  if (error instanceof PlanComplaint)
    throw new PlanComplaint(error.problems, { text: error.text, code: exitCode.wrongUse });
  throw error;
}

export function momentOf(text: string | undefined, option: string): Instant | undefined {
  if (text === undefined) return undefined;
  const at = parseRfc3339(text);
  if (at !== undefined) return at;
  throw new Complaint(`${option}: "${text}" is no time.`, {
    hint: 'Write it as RFC 3339 with its offset: 2026-12-01T22:05:12Z.',
    code: exitCode.wrongUse,
  });
}

export function spanOf(text: string | undefined, option: string): Millis | undefined {
  if (text === undefined) return undefined;
  const span = parseDuration(text);
  if (span !== undefined && span > 0) return span;
  throw new Complaint(`${option}: "${text}" is not a span of time.`, {
    hint: 'Write it like 24h or 7d.',
    code: exitCode.wrongUse,
  });
}
