import { inSeconds, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import { createOutputTail } from '../../runner/output-tail.ts';
import { fit, widthOf } from './fit.ts';
import { heading } from './heading.ts';
import type { Paint } from './paint.ts';
import type { Progress } from './progress.ts';
import { timeWords } from './time-words.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameTime = 120;
const outputShown = 5;

/** What is going on at the moment: drawn below everything else, again and again. */
export function runningLines(
  { running, unopened, output, waitingFor, away }: Progress,
  now: Millis,
  { paint, columns, rows }: { readonly paint: Paint; readonly columns: number; readonly rows: number },
): readonly string[] {
  const frame = paint.busy(frames[Math.floor(now / frameTime) % frames.length] ?? '·');
  if (running === undefined) {
    const waiting =
      waitingFor.length > 0
        ? `still to be signed: ${waitingFor.join(', ')}`
        : away
          ? 'waiting for the daemon'
          : undefined;
    return waiting === undefined ? [] : [`  ${frame} ${paint.quiet(`${fit(waiting, columns - 22)} · Ctrl-C to stop`)}`];
  }
  const seconds = inSeconds(millis(now - running.since));
  const time = seconds < 1 ? '' : timeWords(Math.floor(seconds)).replace('.0', '');
  const title = fit(running.title, columns - 7 - widthOf(time));
  const tail = createOutputTail();
  tail.add(output);
  const shown = Math.max(0, Math.min(outputShown, rows - 5));
  const lines = shown === 0 ? [] : tail.lines(shown);
  return [
    ...(unopened === undefined ? [] : heading(unopened, paint)),
    `  ${frame} ${title}${time === '' ? '' : `  ${paint.quiet(time)}`}`,
    ...lines.map((line) => paint.quiet(`    │ ${fit(line, columns - 7)}`)),
  ];
}
