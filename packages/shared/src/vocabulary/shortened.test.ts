import { expect, it } from 'vitest';
import { shortened } from './shortened.ts';

it.each([
  ['short enough', 20, 'short enough'],
  ['61 calls, 68.4 ms before', 13, '61 calls,…'],
  ['61 calls, 68.4 ms before', 18, '61 calls, 68.4 ms…'],
  ['x'.repeat(100), 60, `${'x'.repeat(59)}…`],
  [`a ${'x'.repeat(100)}`, 60, `a ${'x'.repeat(57)}…`],
])('%s, %i characters at most: %s', (text, atMost, short) => {
  expect(shortened(text, atMost)).toBe(short);
});
