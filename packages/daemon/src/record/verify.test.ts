import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { chain, emptyChain } from './chain.ts';
import { verifyRecord } from './verify.ts';

const events = chain(
  emptyChain,
  [
    { type: 'phase-started', phase: 'deploying' },
    { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
    { type: 'decided', decision: 'go', reason: 'looks fine' },
  ],
  { deployment: '01DEPLOYMENT', at: instant(1_764_626_400_000), actor: 'devops' },
);
const lines = events.map((event) => JSON.stringify(event));

describe('verifyRecord', () => {
  it('finds an untouched record intact and names its last hash', () => {
    expect(verifyRecord(`${lines.join('\n')}\n`)).toEqual({
      intact: true,
      events: 3,
      deployment: '01DEPLOYMENT',
      lastHash: events[2]?.hash,
      end: { state: 'not-compared' },
    });
  });

  it('forgives an editor that saved it with CRLF and a byte order mark', () => {
    expect(verifyRecord(`\uFEFF${lines.join('\r\n')}\r\n`)).toMatchObject({ intact: true, events: 3 });
  });

  it.each(['half an emoji \ud83d', '\udc4d', 'a NUL \u0000', 'C:\\udd'])(
    'holds any text that a step prints: %j',
    (tail) => {
      const [event] = chain(
        emptyChain,
        [
          {
            type: 'step-finished',
            phase: 'deploying',
            step: 'merge',
            outcome: 'passed',
            exitCode: 0,
            seconds: 1,
            tail,
          },
        ],
        { deployment: '01DEPLOYMENT', at: instant(0), actor: 'devops' },
      );
      expect(event?.event).toMatchObject({ tail: tail.toWellFormed() });
      expect(verifyRecord(JSON.stringify(event))).toMatchObject({ intact: true });
    },
  );

  it.each([
    ['a changed word', [lines[0], lines[1]?.replace('passed', 'failed'), lines[2]], 2, 'its hash does not fit'],
    ['an added key', [lines[0], lines[1]?.replace('{', '{"extra":1,'), lines[2]], 2, 'its hash does not fit'],
    ['a removed event', [lines[0], lines[2]], 2, 'event 2 was expected'],
    ['a missing beginning', [lines[1], lines[2]], 1, 'event 1 was expected'],
    ['two events in the wrong order', [lines[0], lines[2], lines[1]], 2, 'event 2 was expected'],
    ['an event said twice', [lines[0], lines[0]], 2, 'event 2 was expected'],
    [
      'a key said twice',
      [lines[0], lines[1]?.replace('"outcome"', '"outcome":"failed","outcome"'), lines[2]],
      2,
      'a key is written twice',
    ],
    ['a line that is not JSON', [lines[0], '{'], 2, 'not JSON'],
    ['nothing at all', [''], 1, 'no event'],
  ])('finds %s', (_, changed, line, because) => {
    expect(verifyRecord(changed.join('\n'))).toMatchObject({
      intact: false,
      line,
      because: expect.stringContaining(because),
    });
  });

  it('finds missing last events only with a hash that was noted later', () => {
    const cut = lines.slice(0, 2).join('\n');
    expect(verifyRecord(cut)).toMatchObject({ intact: true, end: { state: 'not-compared' } });
    expect(verifyRecord(cut, events[2]?.hash)).toMatchObject({
      intact: false,
      line: 2,
      because: expect.stringContaining('missing at the end'),
    });
  });

  it('tells how many events came since a hash was noted', () => {
    expect(verifyRecord(lines.join('\n'), events[2]?.hash)).toMatchObject({ end: { state: 'whole', since: 0 } });
    expect(verifyRecord(lines.join('\n'), events[0]?.hash)).toMatchObject({ end: { state: 'whole', since: 2 } });
  });

  it('finds an event that was forged together with its own hash', () => {
    const [forged] = chain(emptyChain, [{ type: 'decided', decision: 'no-go', reason: 'never said' }], {
      deployment: '01DEPLOYMENT',
      at: instant(0),
      actor: 'somebody',
    });
    expect(verifyRecord([JSON.stringify(forged), lines[1], lines[2]].join('\n'))).toMatchObject({
      intact: false,
      line: 2,
      because: 'it is not bound to the event before it',
    });
  });
});
