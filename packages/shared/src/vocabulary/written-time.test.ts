import { describe, expect, it } from 'vitest';
import { seconds } from './time.ts';
import { duration, durationOfAtLeast } from './written-time.ts';

describe('a duration that somebody wrote', () => {
  const faultOf = (written: unknown) => duration.safeParse(written).error?.issues[0];

  it('is milliseconds', () => {
    expect(duration.parse('15s')).toBe(15_000);
  });
  it.each([15, '15'])('needs its unit: %j', (written) => {
    expect(faultOf(written)).toMatchObject({
      message: '15 has no unit',
      params: { hint: 'Write 15s, or another unit: ms, m, h, d.' },
    });
  });
  it('is refused with an example', () => {
    expect(faultOf('soon')).toMatchObject({
      message: '"soon" is not a duration',
      params: { hint: expect.stringMatching('15s') },
    });
    expect(faultOf(null)).toBeDefined();
  });
  it('may have to be long enough', () => {
    const schema = durationOfAtLeast(seconds(1));
    expect(schema.parse('1s')).toBe(1_000);
    expect(schema.safeParse('999ms').error?.issues.map(({ message }) => message)).toEqual(['must be at least 1s']);
    expect(schema.safeParse('999').error?.issues.map(({ message }) => message)).toEqual(['999 has no unit']);
  });
});
