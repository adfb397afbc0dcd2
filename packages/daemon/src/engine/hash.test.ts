import { expect, it } from 'vitest';
import { hash } from './hash.ts';

// The test vectors of the FNV-1a authors, 32 bits.
it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('%j has the value of its authors', (text, value) => expect(hash(text)).toBe(value));
