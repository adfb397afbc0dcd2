import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Entry } from './entry.ts';
import { entryReader } from './entry-reader.ts';
import { Signatures } from './signatures.ts';

const said = (message: string): Entry => ({ message, text: message, level: 'error' });
const raised = (message: string, type: string, error: string, place?: string): Entry => ({
  ...said(message),
  fault: { type, message: error, ...(place !== undefined && { place }) },
});
const deploy = instant(1_000_000);

function after(known: readonly Entry[], events: readonly Entry[]) {
  const signatures = new Signatures();
  for (const entry of known) signatures.note(entry, instant(deploy - 1_000));
  for (const entry of events) signatures.note(entry, instant(deploy + 1_000));
  return signatures.faultsSince(deploy);
}

describe('errors never seen before', () => {
  it('are not those that were there, with other numbers', () => {
    expect(after([said('order 17 failed')], [said('order 18 failed'), said('order 9000 failed')])).toEqual([]);
  });

  it('are told with a line and how often it came', () => {
    expect(after([said('order 17 failed')], [said('no stock of 4'), said('no stock of 5')])).toEqual([
      [{ id: 2, firstSeen: deploy + 1_000, lines: 2, example: 'no stock of 4' }],
    ]);
  });

  it('are recognised by the error, not by who reports it', () => {
    const known = [raised('GET /orders/7 failed', 'TypeError', "Cannot read properties of null (reading 'a')")];
    const events = [raised('POST /checkout failed badly', 'TypeError', "Cannot read properties of null (reading 'b')")];
    expect(after(known, events)).toEqual([]);
  });

  it('count once in forty variants: other ids, names, words, places that report it', () => {
    const customers = ['ada', 'bob', 'eve', 'kim', 'lee', 'max', 'ann', 'joe', 'ida', 'tom'];
    const variants = customers.flatMap((name, at) => [
      raised(`GET /orders/${at} failed`, 'TypeError', `lines of order ${at} are not iterable`, 'total (src/orders.ts)'),
      raised(`POST /checkout failed`, 'TypeError', `lines of ${name} are not iterable`, 'total (src/orders.ts)'),
      raised(`job ${at}`, 'TypeError', `lines are not iterable, nor are those of ${name}`, 'total (src/orders.ts)'),
      raised('', 'TypeError', `it has no lines: order ${at}, ${name}`, 'total (src/orders.ts)'),
    ]);
    const faults = after([said('something old')], variants);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.reduce((lines, signature) => lines + signature.lines, 0)).toBe(40);
  });

  it('count once without a place too, when they say nearly the same in more words or fewer', () => {
    const events = [
      said('basket holds unknown products a'),
      said('basket holds unknown products a b'),
      said('disk is full'),
    ];
    expect(after([], events)).toHaveLength(2);
  });

  it('are two when they are raised at two places and say other things', () => {
    const events = [
      raised('', 'TypeError', 'x is not a function', 'a (src/a.ts)'),
      raised('', 'RangeError', 'too large', 'b (src/b.ts)'),
    ];
    expect(after([], events)).toHaveLength(2);
  });

  it('are shown without what is secret', () => {
    const [fault] = after([], [said('login of ada@example.com with password=hunter2 failed')]);
    expect(fault?.[0]?.example).toBe('login of <e-mail> with password=*** failed');
  });
});

describe('what was learned', () => {
  it('is known to a later process', () => {
    const before = new Signatures();
    before.lookedAt(instant(10));
    before.note(said('order 17 failed'), instant(20));
    const saved = before.save();
    const later = new Signatures(saved);
    later.note(said('order 18 failed'), instant(deploy + 1));
    expect(later.faultsSince(deploy)).toEqual([]);
    expect(later.since()).toBe(10);
    expect(before.save()).toBeUndefined();
  });
});

describe('the errors of real loggers', () => {
  const read = entryReader({ format: 'auto' });
  const shop = `{"time":"2026-12-01T22:00:00.000Z","level":"error","message":"GET /orders/7 failed","requestId":"x","error":{"name":"TypeError","message":"x is null","stack":["at total (/srv/releases/9f8d111/src/orders.ts:12:5)","at node:internal/x:1:1"]}}`;
  it.each([
    ['the shop', shop, [], 'GET /orders/7 failed: TypeError: x is null at total (src/orders.ts)'],
    [
      'a process that dies',
      'TypeError: x is null',
      ['    at total (file:///srv/releases/1/src/orders.ts:12:5)', '    at node:internal/x:1:1', 'Node.js v24.1.0'],
      'TypeError: x is null at total (src/orders.ts)',
    ],
    [
      'Python',
      '2026-12-01 22:00:00,123 ERROR shop: payment failed',
      [
        'Traceback (most recent call last):',
        '  File "/srv/shop/pay.py", line 7, in pay',
        '    raise ValueError("no")',
        'ValueError: no',
      ],
      'shop: payment failed: ValueError: no at pay (shop/pay.py)',
    ],
    [
      'Java',
      '2026-12-01 22:00:00.123 ERROR [main] c.e.Shop - payment failed',
      [
        'java.lang.IllegalStateException: no',
        '\tat com.example.Shop.pay(Shop.java:7)',
        'Caused by: java.io.IOException: x',
      ],
      '[main] c.e.Shop - payment failed: java.lang.IllegalStateException: no at com.example.Shop.pay (Shop.java)',
    ],
  ])('%s', (_, head, rest, shown) => {
    const signatures = new Signatures();
    const entry = read(head, rest);
    expect(entry.level).toBe('error');
    signatures.note(entry, deploy);
    expect(signatures.faultsSince(deploy)[0]?.[0]?.example).toBe(shown);
  });
});
