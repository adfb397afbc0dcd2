import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { packReading, unpackReading } from './pack-reading.ts';

function pack(reading: Reading): Uint8Array {
  const writer = new ByteWriter();
  packReading(writer, reading);
  return writer.take();
}
const unpack = (bytes: Uint8Array) => unpackReading(new ByteReader(bytes));

const number = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.nat(),
  fc.nat().map((micros) => micros / 1e6),
  fc.constantFrom(-0, Number.EPSILON, 2 ** 53, 1e250, 0.1 + 0.2, 1e-7),
);
const numbers = fc.array(number);
const because = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('\0'));
const reading: fc.Arbitrary<Reading> = fc.oneof(
  fc.record({ type: fc.constant('rate' as const), bad: number, total: number }),
  fc.record({ type: fc.constant('rate' as const), bad: number, total: number, because }),
  fc.record({ type: fc.constant('count' as const), count: number, because }),
  fc.record({ type: fc.constant('gauge' as const), value: number, because }),
  fc.record({ type: fc.constant('latency' as const), values: numbers }),
  fc.record({ type: fc.constant('histogram' as const), bounds: numbers, counts: numbers }),
  fc.record({ type: fc.constant('count' as const), count: number }),
  fc.record({ type: fc.constant('count' as const), count: number, over: number }),
  fc.record({ type: fc.constant('count' as const), count: number, over: number, because }),
  fc.record({ type: fc.constant('gauge' as const), value: number }),
  fc.record({ type: fc.constant('check' as const), ok: fc.boolean() }),
  fc.record({ type: fc.constant('check' as const), ok: fc.boolean(), because }),
  fc.record({ type: fc.constantFrom('absent' as const, 'error' as const), because }),
);

describe('a packed reading', () => {
  it('comes back exactly, to the last bit of every number', () => {
    const property = fc.property(reading, (given) => {
      expect(unpack(pack(given))).toEqual(given);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it.each<[string, number, Reading]>([
    ['a rate', 6, { type: 'rate', bad: 3, total: 1_204 }],
    ['times in milliseconds', 8, { type: 'latency', values: [0.212, 0.19, 1.5] }],
    ['times in microseconds', 8, { type: 'latency', values: [0.212345, 0.19] }],
    ['numbers that need all their bits', 18, { type: 'latency', values: [1 / 3, 0.19] }],
    ['a gauge below zero', 10, { type: 'gauge', value: -1 }],
    ['a count over a gap', 6, { type: 'count', count: 3, over: 150 }],
    ['a check', 1, { type: 'check', ok: true }],
  ])('takes few bytes: %s', (_, bytes, given) => {
    expect(pack(given)).toHaveLength(bytes);
  });

  it.each([
    ['an unknown kind', [99]],
    ['no bytes', []],
    ['a number that is missing', [4, 0]],
    ['two numbers in the place of one', [5, 8, 1, 2]],
    ['a text that is cut off', [10, 5, 65]],
    ['a list that is cut off', [2, 255]],
  ])('is refused with %s', (_, bytes) => {
    expect(() => unpack(Uint8Array.from(bytes))).toThrow(RangeError);
  });
});
