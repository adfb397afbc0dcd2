import { millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunnerEvent } from '../../runner/runner-event.ts';
import { eventLines } from './event-lines.ts';
import type { Paint } from './paint.ts';
import { advance, noProgress, type Progress } from './progress.ts';
import { runningLines } from './running-lines.ts';

/** A terminal, or what stands in for one. */
export interface Terminal {
  write(text: string): void;
  size(): { readonly columns: number; readonly rows: number };
  /** It can be redrawn. */
  readonly live: boolean;
}

export interface Screen {
  tell(event: RunnerEvent): void;
  /** Lines that stay, above what is going on. */
  print(lines: readonly string[]): void;
  close(): Promise<void>;
}

const redrawEvery = millis(120);
export const hideCursor = '\x1b[?25l';
export const showCursor = '\x1b[?25h';

/** Shows the runner's events: what is done scrolls away above, what is going on is redrawn below it. */
export function openScreen({ terminal, paint, clock }: { terminal: Terminal; paint: Paint; clock: Clock }): Screen {
  const over = new AbortController();
  let progress: Progress = noProgress;
  let drawn = 0;

  function draw(above: readonly string[]): void {
    const { columns, rows } = terminal.size();
    const below =
      terminal.live && !over.signal.aborted ? runningLines(progress, clock.elapsed(), { paint, columns, rows }) : [];
    if (above.length === 0 && below.length === 0 && drawn === 0) return;
    // One write, so that nothing flickers: back to the first redrawn line, clear to the end, everything anew.
    const back = drawn === 0 ? '' : `\x1b[${drawn}A\r\x1b[J`;
    const cursor = below.length > 0 ? hideCursor : drawn > 0 ? showCursor : '';
    terminal.write(cursor + back + [...above, ...below].map((line) => `${line}\n`).join(''));
    drawn = below.length;
  }

  async function animate(): Promise<void> {
    while (!over.signal.aborted) {
      draw([]);
      await clock.sleep(redrawEvery, over.signal);
    }
  }
  const animated = terminal.live ? animate() : Promise.resolve();

  return {
    tell(event) {
      const { columns } = terminal.size();
      const lines = eventLines(event, progress, { paint, columns, live: terminal.live });
      const now = advance(progress, event, clock.elapsed());
      // Opened by this event, the heading stands.
      const { unopened, ...opened } = now;
      progress = lines.length > 0 && event.type !== 'phase-started' ? opened : now;
      if (lines.length > 0 || event.type === 'step-finished') draw(lines);
    },
    print: draw,
    async close() {
      over.abort();
      await animated;
      draw([]);
    },
  };
}
