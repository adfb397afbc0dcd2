import { describe, expect, it } from 'vitest';
import { formatValue, groupThousands, parseQuantity } from './units.ts';

describe('a quantity', () => {
  it.each([
    [80, 80, 'none'],
    [0, 0, 'none'],
    ['80', 80, 'none'],
    ['-3.5', -3.5, 'none'],
    ['1%', 0.01, 'fraction'],
    ['0.5 %', 0.005, 'fraction'],
    ['800ms', 0.8, 's'],
    ['1m30s', 90, 's'],
    ['500MB', 5e8, 'bytes'],
    ['2 GiB', 2_147_483_648, 'bytes'],
    ['3/min', 3, 'per-minute'],
    ['2/s', 120, 'per-minute'],
    ['6 / h', 0.1, 'per-minute'],
  ] as const)('reads %j', (text, value, unit) => {
    expect(parseQuantity(text)).toEqual({ value, unit });
  });

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'many',
    '1,5',
    '5 apples',
    '5 constructor',
    '800 ms',
    '3/week',
    '%',
  ])('does not read %j', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('the same in each unit is the same: nothing turns on how it was written', () => {
    expect(parseQuantity('800ms')).toEqual(parseQuantity('0.8s'));
    expect(parseQuantity('1kB')).toEqual(parseQuantity('1000B'));
    expect(parseQuantity('60/h')).toEqual(parseQuantity('1/min'));
  });
});

describe('a value for people', () => {
  it.each([
    [0.412, 's', '412 ms'],
    [0.00042, 's', '420 µs'],
    [0, 's', '0 ms'],
    [1.5, 's', '1.5 s'],
    [4_200, 's', '4,200 s'],
    [0.0412, 'fraction', '4.12 %'],
    [1, 'fraction', '100 %'],
    [1_500_000, 'bytes', '1.5 MB'],
    [2e9, 'bytes', '2 GB'],
    [1_024, 'bytes', '1.02 kB'],
    [12, 'bytes', '12 B'],
    [3, 'per-minute', '3 a minute'],
    [0, 'per-minute', '0 a minute'],
    [0.5, 'per-minute', '0.5 a minute'],
    [1 / 60, 'per-minute', '1 an hour'],
    [0.001, 'per-minute', '1.44 a day'],
    [80, 'none', '80'],
    [12_345, 'none', '12,345'],
    [0.1234, 'none', '0.123'],
    [-1_234, 'none', '-1,234'],
    [Number.NaN, 's', 'not a number'],
  ] as const)('%d %s', (value, unit, expected) => {
    expect(formatValue(value, unit)).toBe(expected);
  });

  it('groups thousands', () => {
    expect(groupThousands(1_204)).toBe('1,204');
    expect(groupThousands(1_234_567)).toBe('1,234,567');
    expect(groupThousands(999)).toBe('999');
  });
});
