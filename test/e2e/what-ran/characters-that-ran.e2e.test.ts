import { expect, it } from 'vitest';
import { charactersThatRan, type ScriptCoverage } from './characters-that-ran.ts';

const report = (...ranges: [number, number, number][]): ScriptCoverage => ({
  functions: ranges.map(([startOffset, endOffset, count]) => ({ ranges: [{ startOffset, endOffset, count }] })),
});
const shown = (reports: readonly ScriptCoverage[]) =>
  charactersThatRan(reports, 8)
    .map((ran) => (ran ? '+' : '-'))
    .join('');

it('the innermost block decides', () => expect(shown([report([0, 8, 1], [2, 6, 0], [3, 4, 2])])).toBe('++-+--++'));

it('what ran in one of several processes ran', () =>
  expect(shown([report([0, 8, 1], [4, 8, 0]), report([0, 8, 1], [0, 4, 0])])).toBe('++++++++'));

it('without a report nothing ran', () => expect(shown([])).toBe('--------'));
