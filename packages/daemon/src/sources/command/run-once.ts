import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { linkedSignal } from '../../monitor/linked-signal.ts';
import type { SourceTools } from '../../ports/kind.ts';
import type { CommandAnswer } from '../../ports/shell.ts';
import { spanOf } from '../../web/duration-text.ts';
import { excerpt } from '../../web/excerpt.ts';

export interface CommandPlace {
  readonly folder?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export type RunAnswer =
  | { readonly type: 'failed'; readonly because: string }
  | (Extract<CommandAnswer, { type: 'exited' }> & {
      /** How it ended, with the end of what it complained about. */
      readonly told: string;
    });

/** No command outlives a day, and one without a time limit of its own ends with the reading's signal. */
const longest = hours(24);

/** Runs a command line of a query. What went wrong names the line. */
export async function runOnce(
  { run, timeout }: { readonly run: string; readonly timeout?: string | undefined },
  at: {
    readonly options: CommandPlace;
    readonly tools: Pick<SourceTools, 'shell'>;
    readonly signals: readonly AbortSignal[];
  },
): Promise<RunAnswer> {
  const { folder, environment } = at.options;
  // One of them lives as long as the source does.
  const { signal: given, release } = linkedSignal(...at.signals);
  const answer = await at.tools.shell
    .run({
      line: run,
      timeout: timeout === undefined ? longest : spanOf(timeout),
      signal: given,
      ...(folder !== undefined && { folder }),
      ...(environment !== undefined && { environment }),
    })
    .finally(release);
  if (answer.type === 'failed') return { ...answer, because: `\`${run}\`: ${answer.because}` };
  const { code, signal, complaints, output } = answer;
  const ending = code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`;
  const said = lastLine(complaints) ?? lastLine(output);
  return { ...answer, told: `\`${run}\` ${ending}${said === undefined ? '' : `: ${excerpt(said)}`}` };
}

const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1) || undefined;
