import { inSeconds, millis } from '@daywatch/shared/vocabulary/time.ts';
import { fit, widthOf } from '../cli/terminal/fit.ts';
import { hideCursor, showCursor, type Terminal } from '../cli/terminal/live-screen.ts';
import type { Paint } from '../cli/terminal/paint.ts';
import { timeWords } from '../cli/terminal/time-words.ts';
import type { Clock } from '../ports/clock.ts';
import { wrap } from './wrap.ts';

/** What goes on at the moment. */
export interface Scene {
  readonly text: string;
  /** A second line, quieter. */
  readonly aside?: string;
  /** Where the terminal cannot be redrawn, a scene is printed when this changes, and not at all when it is empty; the text when left out. */
  readonly key?: string;
}

/** What the demo prints: what has happened stays above, what goes on is redrawn below it. */
export interface Story {
  /** How wide text may be. */
  readonly columns: () => number;
  /** A chapter's heading. */
  heading(text: string): void;
  /** A paragraph. */
  say(text: string): void;
  /** Something is done. */
  done(text: string, aside?: string): void;
  /** A word that weighs, in its tone, and what follows from it. */
  verdict(tone: keyof Paint, word: string, text: string, reasons?: readonly string[]): void;
  /** Lines as they are. */
  print(lines: readonly string[]): void;
  /** Shows the scene while the work lasts. */
  during<T>(scene: () => Scene, work: Promise<T>): Promise<T>;
  /** The same for one thing that is done then; its time stands beside it. */
  doing<T>(text: string, work: Promise<T>, doneText?: (result: T) => string): Promise<T>;
  close(): void;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const redrawEvery = millis(120);
const widest = 100;

export function openStory({ terminal, paint, clock }: { terminal: Terminal; paint: Paint; clock: Clock }): Story {
  let drawn = 0;
  let printedKey: string | undefined;
  const columns = () => Math.max(40, terminal.size().columns);
  const textWidth = () => Math.min(columns(), widest);

  function draw(above: readonly string[], below: readonly string[] = []): void {
    if (above.length === 0 && below.length === 0 && drawn === 0) return;
    // One write, so that nothing flickers.
    const back = drawn === 0 ? '' : `\x1b[${drawn}A\r\x1b[J`;
    terminal.write(back + [...above, ...below].map((line) => `${line}\n`).join(''));
    drawn = below.length;
  }

  function drawScene({ text, aside, key = text }: Scene): void {
    if (!terminal.live) {
      if (key !== '' && key !== printedKey)
        draw([`  ▸ ${text}`, ...(aside === undefined ? [] : [paint.quiet(`    ${aside}`)])]);
      printedKey = key;
      return;
    }
    const frame = frames[Math.floor(clock.elapsed() / redrawEvery) % frames.length] ?? '·';
    const room = columns() - 5;
    const second = aside === undefined ? [] : [paint.quiet(`    ${fit(aside, room)}`)];
    draw([], [`  ${paint.busy(frame)} ${text}`, ...second]);
  }

  async function during<T>(scene: () => Scene, work: Promise<T>): Promise<T> {
    const over = new AbortController();
    printedKey = undefined;
    const animated = (async () => {
      while (!over.signal.aborted) {
        drawScene(scene());
        await clock.sleep(redrawEvery, over.signal);
      }
    })();
    try {
      return await work;
    } finally {
      over.abort();
      await animated;
      draw([]);
    }
  }

  const done = (text: string, aside = '') => {
    const beside = aside === '' ? '' : `  ${paint.quiet(aside)}`;
    const [first = '', ...more] = wrap(text, textWidth() - 4 - widthOf(beside));
    draw([`  ${paint.good('✓')} ${first}${beside}`, ...more.map((line) => `    ${line}`)]);
  };

  if (terminal.live) terminal.write(hideCursor);
  return {
    columns: textWidth,
    during,
    done,
    print: (lines) => draw(lines),
    heading: (text) => draw(['', paint.strong(text)]),
    say: (text) => draw(wrap(text, textWidth() - 2).map((line) => `  ${line}`)),
    verdict(tone, word, text, reasons = []) {
      const indent = ' '.repeat(word.length + 4);
      const [first = '', ...more] = wrap(text, textWidth() - indent.length);
      draw([
        `  ${paint[tone](paint.strong(word))}  ${paint.strong(first)}`,
        ...more.map((line) => indent + paint.strong(line)),
        ...reasons.flatMap((reason) => wrap(reason, textWidth() - indent.length)).map((line) => indent + line),
      ]);
    },
    async doing(text, work, doneText = () => text) {
      const began = clock.elapsed();
      const result = await during(() => ({ text }), work);
      done(doneText(result), timeWords(inSeconds(millis(clock.elapsed() - began))));
      return result;
    },
    close() {
      draw([]);
      if (terminal.live) terminal.write(showCursor);
    },
  };
}
