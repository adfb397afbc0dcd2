import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Drain, usualDrain } from './drain.ts';
import { tokensOf } from './drain-mask.ts';

const templatesOf = (lines: readonly string[], drain = new Drain()): string[] => {
  for (const line of lines) drain.add(tokensOf(line));
  return drain.templates().map(({ tokens }) => tokens.join(' '));
};

describe('what varies in a line', () => {
  it.each([
    ['order 17 of customer 4 failed after 312ms', 'order <number> of customer <number> failed after <number>'],
    ['request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 timed out', 'request <uuid> timed out'],
    ['connect ECONNREFUSED 10.0.0.7:5432', 'connect ECONNREFUSED <ip>'],
    ["cannot read properties of undefined (reading 'cents')", 'cannot read properties of undefined (reading <text>)'],
    ['duplicate key value violates "orders_pkey"', 'duplicate key value violates <text>'],
    ['GET /orders/17?page=2 failed', 'GET <path> failed'],
    ['fetch https://api.example.com/v1/x?y=1 failed', 'fetch <url> failed'],
    ['mail to ada@example.com bounced', 'mail to <e-mail> bounced'],
    ['object 0x7ffe2a at deadbeef01 is gone', 'object <hex> at <hex> is gone'],
    ['order ord_8f3Kd02 is unknown', 'order <id> is unknown'],
    ['at 2026-12-01T22:05:12.123Z the lease ended', 'at <time> the lease ended'],
    ['bad payload {"a":1,"b":2}', 'bad payload <data>'],
    ['[OrderService] is down', '[OrderService] is down'],
    ["customer's basket is empty and can't be paid", "customer's basket is empty and can't be paid"],
    ['worker-12 lost', 'worker-<number> lost'],
  ])('%s', (line, template) => {
    expect(tokensOf(line).join(' ')).toBe(template);
  });
});

describe('templates', () => {
  it('are one for events that differ in what varies', () => {
    expect(templatesOf(['order 17 failed', 'order 18 failed', 'order 9999 failed'])).toEqual(['order <number> failed']);
  });

  it('put a word that varies under a wildcard', () => {
    expect(templatesOf(['basket of ada is empty', 'basket of bob is empty', 'basket of eve is empty'])).toEqual([
      'basket of <*> is empty',
    ]);
  });

  it('keep short messages apart that share a word', () => {
    expect(templatesOf(['payment failed', 'payment lost', 'stock failed'])).toHaveLength(3);
  });

  it('do not take a word for a variable that has always been the same', () => {
    const often = Array.from({ length: 50 }, (_, id) => `could not find product ${id}`);
    expect(templatesOf([...often, 'could not find customer 3'])).toEqual([
      'could not find product <number>',
      'could not find customer <number>',
    ]);
  });

  it('are not more than they may be: the one that was not met for longest is forgotten', () => {
    const drain = new Drain({ ...usualDrain, most: 3 });
    const lines = [
      'alpha is gone now',
      'beta was lost today',
      'gamma has no stock',
      'alpha is gone now',
      'delta cannot be read',
    ];
    expect(templatesOf(lines, drain)).toEqual(['gamma has no stock', 'alpha is gone now', 'delta cannot be read']);
    expect(drain.add(tokensOf('beta was lost today')).isNew).toBe(true);
  });

  it('are the same after a restart', () => {
    const before = new Drain();
    templatesOf(['basket of ada is empty', 'basket of bob is empty', 'order 1 failed'], before);
    const after = new Drain(usualDrain, before.templates());
    expect(after.add(tokensOf('basket of eve is empty'))).toMatchObject({ isNew: false });
    expect(after.add(tokensOf('something else entirely')).template.id).toBe(3);
  });

  const word = fc.constantFrom('order', 'failed', 'lost', '7', '19', '"x"', 'of', 'user', '/a/b');
  it('know every event that they have met', () => {
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { maxLength: 60 }), (events) => {
        const drain = new Drain();
        const lines = events.map((event) => tokensOf(event.join(' ')));
        for (const line of lines) drain.add(line);
        for (const line of lines) expect(drain.add(line).isNew).toBe(false);
      }),
    );
  });
});
