import { describe, expect, it } from 'vitest';
import { type Fix, fixesOf } from './fixes.ts';
import { readPlanText } from './plan-text.ts';

const apply = (text: string, { start, end, replacement }: Fix): string =>
  `${text.slice(0, start)}${replacement}${text.slice(end)}`;

function mended(text: string, problem: Partial<Parameters<typeof fixesOf>[0]>): string[] {
  const whole = { code: 'unknown-key', message: 'unknown key', line: 2, column: 1, ...problem };
  return fixesOf(whole, readPlanText(text), text).map((fix) => apply(text, fix));
}

describe('a fix', () => {
  it('writes what was meant', () => {
    expect(mended('service: shop\nsuorces: {}\n', { meant: 'sources' })).toEqual(['service: shop\nsources: {}\n']);
  });

  it('removes a key that stands alone on its line', () => {
    expect(mended('service: shop\nowner: me\nroles: {}\n', {})).toEqual(['service: shop\nroles: {}\n']);
  });

  it('removes nothing that goes on below, or beside', () => {
    expect(mended('service: shop\nowner:\n  name: me\n', {})).toEqual([]);
    expect(mended('service: shop\nroles: { owner: me }\n', { column: 10 })).toEqual([]);
  });

  it('is offered only where the problem stands on something', () => {
    expect(mended('service: shop\n', { line: 9 })).toEqual([]);
    expect(mended('service: shop\n', { code: 'no-environment', line: 1 })).toEqual([]);
  });
});
