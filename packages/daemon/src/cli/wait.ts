import { failureText } from '@daywatch/shared/client/result.ts';
import { isStale } from '@daywatch/shared/present/is-stale.ts';
import { reasonOf } from '@daywatch/shared/present/reason-of.ts';
import { verdictWords } from '@daywatch/shared/present/words.ts';
import {
  formatDuration,
  type Millis,
  millis,
  minutes,
  parseDuration,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import { Option } from 'commander';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import { commonOptions, connect } from './context.ts';
import { decideWait, type WaitFor } from './decide-wait.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { onInterruption } from './interruption.ts';

const askEvery = seconds(2);
/** A short timeout leaves this much for the answer. */
const shortestAnswer = seconds(2);
/** A daemon that stays unknown for this long is given up, even if there is time left. */
const longestUnknown = minutes(1);

export const wait: AddCommand = (program, context) => {
  program
    .command('wait <environment>')
    .description('for CI: exits 0 GO, 1 NO-GO, 2 undecided at the timeout, 3 unknown, 64 wrong use')
    .addOption(new Option('--for <what>', 'what to wait for').choices(['go', 'final']).default('go'))
    .option('--timeout <time>', 'how long', '30m')
    .action(async (environment: string, options: { for: WaitFor; timeout: string }, command) => {
      const common = commonOptions(command);
      const timeout = spanOf(options.timeout);
      const { client } = connect(common, context);
      const { clock } = context;
      const { signal, release } = onInterruption();
      const began = clock.elapsed();
      let known = began;
      let said = '';
      for (;;) {
        const left = millis(Math.max(shortestAnswer, timeout - (clock.elapsed() - began)));
        const answer = await client.verdict(
          { environment },
          { signal: AbortSignal.any([signal, clock.timeout(left)]) },
        );
        const now = clock.now();
        const standing = decideWait(answer, options.for, now);
        const unknown = standing.code === exitCode.unknown;
        if (!unknown) known = clock.elapsed();
        const over = clock.elapsed() - began >= timeout || (unknown && clock.elapsed() - known >= longestUnknown);
        const word = answer.ok && !isStale(answer.value, now) ? verdictWords[answer.value.verdict] : 'UNKNOWN';
        const because = answer.ok ? reasonOf(answer.value, now) : failureText(answer.failure).replaceAll('\n', ' ');
        const sentence = `${environment}: ${word}. ${because}`;
        if (signal.aborted || over || standing.type === 'over') {
          const code: ExitCode = signal.aborted ? exitCode.interrupted : standing.code;
          if (common.json === true) {
            const document = answer.ok ? { document: answer.value } : {};
            context.print(
              JSON.stringify({ environment, verdict: word.toLowerCase(), exitCode: code, because, ...document }),
            );
          } else
            context.print(
              sentence,
              ...(standing.type === 'open' && over
                ? [`Given up after ${formatDuration(millis(clock.elapsed() - began))}.`]
                : []),
            );
          context.exit(code);
          break;
        }
        // The counts in a reason change with each look; what they say does not.
        const news = answer.ok ? `${word} ${answer.value.rule}` : sentence;
        if (common.json !== true && news !== said) context.tell(context.paint.quiet(sentence));
        said = news;
        const rest = timeout - (clock.elapsed() - began);
        await clock.sleep(millis(Math.max(50, Math.min(askEvery, rest))), signal);
      }
      release();
    });
};

function spanOf(text: string): Millis {
  const span = parseDuration(text);
  if (span !== undefined) return span;
  throw new Complaint(`"${text}" is not a time.`, { hint: 'Write it like 30m.', code: exitCode.wrongUse });
}
