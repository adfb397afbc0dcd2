import { millis } from '@daywatch/shared/vocabulary/time.ts';
import type { VerdictWord } from '@daywatch/shared/vocabulary/verdict.ts';
import type { ReplayOutcome } from '../replay/run-replay.ts';
import { Complaint } from './complaint.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { changeJson, changeLines, closingLines, finalJson, lengthWords, stamp } from './replay-lines.ts';
import { many } from './replay-notes.ts';
import type { Chosen } from './replay-watch-plan.ts';

const exitCodes: Readonly<Record<VerdictWord, ExitCode>> = {
  go: exitCode.ok,
  'no-go': exitCode.failed,
  undecided: exitCode.undecided,
};

/** Prints a replay and answers its exit code. Complains when nothing was judged. */
export function printOutcome(outcome: ReplayOutcome, chosen: Chosen, context: Context, json: boolean): ExitCode {
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
    const sheet = { paint, columns: process.stdout.columns ?? 100, startedAt, watchLength: chosen.watch.settings.for };
    const before =
      baseline.from === undefined
        ? 'nothing is known of before'
        : `${lengthWords(millis(startedAt - baseline.from))} of baseline (${many(baseline.readings, 'reading')})`;
    context.print(
      `${paint.strong(`${chosen.service} in ${chosen.environment}`)}, deployed ${stamp(startedAt)}`,
      paint.quiet(
        `${before} · ${many(replayed.folded, 'reading')} judged · watch of ${lengthWords(sheet.watchLength)}`,
      ),
      '',
      ...replayed.changes.flatMap((change) => changeLines(change, sheet)),
      ...(replayed.changes.length === 0 ? ['The verdict never changed.'] : []),
      ...closingLines(replayed, sheet),
    );
  }
  return exitCodes[replayed.last.assessment.verdict];
}
