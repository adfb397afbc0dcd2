import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineFolder } from './fold-lines.ts';
import { LineSplitter } from './line-splitter.ts';

/** The lines of some bytes that are read in pieces of these sizes. */
function linesOf(bytes: Buffer, sizes: readonly number[], longest?: number) {
  const lines: string[] = [];
  const splitter = new LineSplitter(longest);
  let from = 0;
  for (const size of [...sizes, bytes.length]) {
    const piece = Buffer.from(bytes.subarray(from, from + size));
    splitter.push(piece, (line) => lines.push(line));
    // Whoever reads uses its buffer again.
    piece.fill(0);
    from += size;
  }
  return { lines, pending: splitter.pending() };
}

describe('lines', () => {
  it('are whole, with or without a carriage return; what has no end yet is not told', () => {
    expect(linesOf(Buffer.from('one\r\ntwo\n\nthr'), [])).toEqual({ lines: ['one', 'two', ''], pending: 3 });
  });

  it('are the same however the bytes come, also in the middle of a character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.array(fc.integer({ min: 0, max: 9 })),
        fc.integer({ min: 1, max: 20 }),
        (texts, sizes, longest) => {
          const bytes = Buffer.from(texts.join('\n'));
          expect(linesOf(bytes, sizes)).toEqual(linesOf(bytes, []));
          expect(linesOf(bytes, sizes, longest)).toEqual(linesOf(bytes, [], longest));
        },
      ),
    );
  });

  it('that are too long are cut, and the next one is itself again', () => {
    expect(linesOf(Buffer.from('123456789\nab\n'), [4, 3], 5)).toEqual({ lines: ['12345', 'ab'], pending: 0 });
  });
});

function folded(lines: readonly string[]): string[][] {
  const events: string[][] = [];
  const folder = new LineFolder<null>(({ head, rest }) => events.push([head, ...rest]));
  for (const text of lines) folder.push({ text, facts: null });
  folder.end();
  return events;
}

describe('events', () => {
  it('hold the lines of their stack', () => {
    expect(
      folded([
        '{"msg":"a"}',
        'Error: boom',
        '    at f (x.js:1:1)',
        '  cause: y',
        '}',
        '',
        'Caused by: z',
        '... 3 more',
        'next',
      ]),
    ).toEqual([
      ['{"msg":"a"}'],
      ['Error: boom', '    at f (x.js:1:1)', '  cause: y', '}', 'Caused by: z', '... 3 more'],
      ['next'],
    ]);
  });

  it('hold a traceback of Python, which ends at the margin', () => {
    const trace = ['Traceback (most recent call last):', '  File "a.py", line 1, in f', 'ValueError: no'];
    expect(folded(['ERROR payment', ...trace, 'INFO next'])).toEqual([['ERROR payment', ...trace], ['INFO next']]);
    expect(folded([...trace, 'INFO next'])).toEqual([trace, ['INFO next']]);
  });

  it('hold the error that a logger prints under its complaint, and under nothing else', () => {
    const java = [
      '12:00 ERROR [main] payment failed',
      'java.lang.IllegalStateException: no',
      '\tat Shop.pay(Shop.java:7)',
    ];
    expect(folded([...java, '12:00 INFO next'])).toEqual([java, ['12:00 INFO next']]);
    const crash = ['TypeError: x is null', '    at f (x.js:1:1)'];
    expect(folded(['12:00 INFO listening', ...crash])).toEqual([['12:00 INFO listening'], crash]);
    expect(folded([...crash, ...crash])).toEqual([crash, crash]);
  });

  it('are not made of the rest of an event that was told before', () => {
    expect(folded(['    at g (y.js:1:1)', 'next'])).toEqual([['next']]);
  });
});
