import { stripVTControlCharacters } from 'node:util';
import { instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../ports/clock.ts';
import { fit, widthOf } from './fit.ts';
import { openScreen } from './live-screen.ts';
import { localTime } from './local-time.ts';
import { createPaint } from './paint.ts';
import { noProgress } from './progress.ts';
import { runningLines } from './running-lines.ts';

const paint = createPaint(false);
const view = { paint, columns: 40, rows: 24 };
const running = { step: 'a', title: './deploy.sh', since: millis(0) };

describe('the running step', () => {
  it('stands with its time and its last five lines', () => {
    const output = '\x1b[32mone\x1b[0m\ntwo\nthree\nfour\nfive\n 10 %\r 50 %\r100 %\n';
    expect(runningLines({ ...noProgress, running, output }, millis(72_500), view)).toEqual([
      '  ⠼ ./deploy.sh  1m12s',
      '    │ two',
      '    │ three',
      '    │ four',
      '    │ five',
      '    │ 100 %',
    ]);
  });

  it('keeps to the terminal', () => {
    const progress = {
      ...noProgress,
      running: { ...running, title: 'x'.repeat(99) },
      output: `${'日本'.repeat(60)}\n`,
    };
    for (const columns of [20, 40, 80]) {
      const lines = runningLines(progress, millis(5_000), { ...view, columns });
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
    }
    expect(runningLines(progress, millis(0), { ...view, rows: 4 })).toHaveLength(1);
  });

  it('is nothing when nothing runs', () => {
    expect(runningLines(noProgress, millis(0), view)).toEqual([]);
  });
});

/** A terminal that obeys what the screen writes, as far as it writes it. */
function terminal(live: boolean) {
  const lines: string[] = [];
  return {
    live,
    size: () => ({ columns: 60, rows: 24 }),
    write(text: string) {
      const up = /\[(\d+)A\r/.exec(text)?.[1];
      if (up !== undefined) lines.splice(lines.length - Number(up));
      lines.push(...stripVTControlCharacters(text).replaceAll('\r', '').split('\n').slice(0, -1));
    },
    lines,
  };
}

/** Stands still until the screen is closed. */
const still: Clock = {
  now: () => instant(0),
  elapsed: () => millis(0),
  sleep: (_span, signal) =>
    new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
  timeout: () => new AbortController().signal,
  alarm: () => () => undefined,
};

it('leaves nothing of the running step behind', async () => {
  const tty = terminal(true);
  const screen = openScreen({ terminal: tty, paint, clock: still });
  screen.tell({ type: 'phase-started', phase: 'deploying' });
  screen.tell({ type: 'step-started', phase: 'deploying', step: 'a', title: './deploy.sh' });
  screen.tell({ type: 'step-output', phase: 'deploying', step: 'a', text: 'copying\n' });
  screen.tell({ type: 'warning', text: 'mind the gap' });
  expect(tty.lines).toEqual(['', 'Deploy', '  ! mind the gap', '  ⠋ ./deploy.sh', '    │ copying']);
  screen.tell({
    type: 'step-finished',
    phase: 'deploying',
    step: 'a',
    outcome: 'passed',
    exitCode: 0,
    seconds: 2,
    tail: 'copying\n',
    because: 'exit code 0',
  });
  await screen.close();
  expect(tty.lines).toEqual(['', 'Deploy', '  ! mind the gap', '  ✓ ./deploy.sh  2.0 s']);
});

it.each([
  ['short', 10, 'short'],
  ['rather long', 6, 'rathe…'],
  ['日本語', 5, '日本…'],
  ['\x1b[31mred\x1b[0m\tend\x07', 20, 'red    end'],
  ['anything', 0, ''],
])('fits %j into %i columns', (text, columns, fitted) => {
  expect(fit(text, columns)).toBe(fitted);
});

it('tells a time on the wall', () => {
  expect(localTime('2026-12-02T22:05:00Z', 'Europe/Berlin')).toBe('Wed 2 Dec 23:05');
});
