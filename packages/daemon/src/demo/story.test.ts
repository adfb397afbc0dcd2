import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createPaint } from '../cli/terminal/paint.ts';
import { systemClock } from '../clock.ts';
import { openStory, type Scene } from './story.ts';

function tellTo(live: boolean) {
  let written = '';
  const terminal = {
    write: (text: string) => {
      written += text;
    },
    size: () => ({ columns: 60, rows: 24 }),
    live,
  };
  const story = openStory({ terminal, paint: createPaint(false), clock: systemClock });
  return { story, written: () => written };
}

it('wraps what it says to the terminal', () => {
  const { story, written } = tellTo(false);
  story.say('Daywatch watches production after a deploy and says GO or NO-GO, with its reasons.');
  story.verdict('bad', 'NO-GO', '6 s after the deploy.', ['Twelve of thirteen requests were slower than 75 ms.']);
  expect(written()).toBe(`  Daywatch watches production after a deploy and says GO or
  NO-GO, with its reasons.
  NO-GO  6 s after the deploy.
         Twelve of thirteen requests were slower than 75 ms.
`);
});

it('prints a scene once where nothing can be redrawn, and again when its key changes', async () => {
  const { story, written } = tellTo(false);
  const scenes: Scene[] = [
    { text: 'Watching 1 s', key: 'Watching' },
    { text: 'Watching 2 s', key: 'Watching' },
    { text: 'NO-GO', aside: 'slow', key: 'NO-GO' },
  ];
  const shown = [...scenes];
  const over = Promise.withResolvers<void>();
  const scene = () => {
    if (shown.length === 0) over.resolve();
    return shown.shift() ?? { text: 'NO-GO', key: 'NO-GO' };
  };
  await story.during(scene, over.promise);
  expect(written()).toBe('  ▸ Watching 1 s\n  ▸ NO-GO\n    slow\n');
});

it('redraws a scene in place, and leaves nothing of it', async () => {
  const { story, written } = tellTo(true);
  await story.during(() => ({ text: 'Watching', aside: 'a'.repeat(100) }), systemClock.sleep(millis(200)));
  story.done('Seen', '0.2 s');
  story.close();
  expect(
    written()
      .split('\n')
      .every((line) => line.length < 75),
  ).toBe(true);
  expect(written().split('\x1b[2A\r\x1b[J').at(-1)).toBe('  ✓ Seen  0.2 s\n\x1b[?25h');
});
