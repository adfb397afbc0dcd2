import { type Instant, instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { Signatures } from './signatures.ts';
import { countTally } from './tally-lines.ts';

const start = instant(Date.UTC(2026, 11, 1, 22));
const standing = (now: Instant, hasLost = false) => ({
  now,
  lastLineAt: now,
  quiet: seconds(600),
  lines: 1,
  levelled: 1,
  signatures: new Signatures(),
  occasion: {},
  hasLost,
});

it('lines that were counted over several intervals say how many seconds that was, unless some were lost', () => {
  const tally = countTally('errors', seconds(15));
  const readAt = (second: number, errors: number, hasLost = false) => {
    for (let line = 0; line < errors; line++)
      tally.note({ level: 'error', message: 'lost', text: 'lost' }, { at: start, origin: 'app.log', isHistory: false });
    return tally.take(standing(plus(start, seconds(second)), hasLost));
  };
  readAt(0, 1);
  expect(readAt(15, 2)).toEqual({ type: 'count', count: 2, because: expect.any(String) });
  expect(readAt(165.3, 20)).toEqual({ type: 'count', count: 20, over: 150, because: expect.any(String) });
  expect(readAt(195, 0)).toEqual({ type: 'count', count: 0, over: 30 });
  expect(readAt(345, 20, true)).toEqual({ type: 'count', count: 20, because: expect.any(String) });
  expect(readAt(375, 0)).toEqual({ type: 'count', count: 0, over: 30 });
});
