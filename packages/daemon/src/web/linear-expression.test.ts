import { describe, expect, it } from 'vitest';
import { expressionFault, linearExpression } from './linear-expression.ts';

describe('an expression', () => {
  it.each<[string, string, string | undefined]>([
    ['no stock', 'order 7: no stock of 4', 'no stock'],
    ['^v(\\d+)\\.', 'v12.4', 'v12.'],
    ['\\/orders\\/[^/]+', 'GET /orders/17/lines', '/orders/17'],
    ['caf\\u00e9', 'a café', 'café'],
    ['a.c', 'a\nc', 'a\nc'],
    ['down$', 'down\n', undefined],
  ])('reads what JavaScript reads: %s in %j', (written, text, found) => {
    expect(linearExpression(written, ['s']).exec(text)?.[0]).toBe(found);
    expect(linearExpression(written, ['s']).test(text)).toBe(new RegExp(written, 's').test(text));
  });

  it('has groups, also named ones', () => {
    const found = linearExpression('(?<level>\\w+): (x)?').exec('warn: y');
    expect([found?.[1], found?.[2], found?.groups?.level]).toEqual(['warn', undefined, 'warn']);
  });

  it.each(['^(a+)+$', '^(a|a)*$', '^(a{1,50})+$', '(.*)(.*)(.*)=', '\\s+$'])(
    'that would stop a backtracking engine for hours takes as long as its text: %s',
    (written) => {
      const text = `${'a'.repeat(50_000)}${' '.repeat(50_000)}!`;
      expect(linearExpression(written, ['s']).test(text)).toBe(false);
    },
  );

  it.each([
    ['(', 'missing closing ): `(`'],
    ['a(?=b)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
  ])('is refused when it is none, or would need backtracking: %s', (written, words) => {
    expect(expressionFault(written)).toBe(`"${written}" is not a regular expression: ${words}`);
  });
});
