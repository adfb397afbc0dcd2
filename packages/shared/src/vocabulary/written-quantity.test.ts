import { describe, expect, it } from 'vitest';
import { quantity, share } from './written-quantity.ts';

it('a quantity that somebody wrote is refused with an example', () => {
  expect(quantity.parse('1%')).toEqual({ value: 0.01, unit: 'fraction' });
  expect(quantity.safeParse('little').error?.issues[0]).toMatchObject({
    message: '"little" is not a quantity',
    params: { hint: 'Write it like 1%, 800ms, 500MB, 3/min or 80.' },
  });
});

describe('a share', () => {
  it.each([
    ['25%', 0.25],
    ['150%', 1.5],
    [0.25, 0.25],
    ['0.25', 0.25],
    [0, 0],
    [1, 1],
  ])('reads %j', (written, expected) => {
    expect(share.parse(written)).toBe(expected);
  });
  it.each([
    [25, '25 is more than the whole', 'Write 25%.'],
    ['1.5', '1.5 is more than the whole', 'Write 150%, or 1.5%.'],
    ['-5%', '"-5%" is not a percentage', 'Write it like 25%.'],
    ['800ms', '"800ms" is not a percentage', 'Write it like 25%.'],
  ])('does not read %j', (written, message, hint) => {
    expect(share.safeParse(written).error?.issues[0]).toMatchObject({ message, params: { hint } });
  });
});
