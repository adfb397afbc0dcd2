import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { aView } from './model.fixture.ts';
import { noticeOf } from './notice.ts';

const now = instant(1_764_626_400_000);
const watching = aView(now);
const turned = {
  verdict: {
    verdict: 'no-go',
    recommendation: 'roll-back',
    rule: 'one blocking criterion fails',
    because: ['p95 is 412 ms'] as string[],
  },
} as const;
const noGo = aView(now, turned);

describe('noticeOf', () => {
  it('recommends the rollback with its reason when the verdict turns', () => {
    expect(noticeOf(watching, noGo, now)).toEqual({
      type: 'roll-back',
      deployment: '01DEPLOYMENT',
      message: 'Daywatch recommends a rollback of 1.4.2 on production. p95 is 412 ms.',
    });
  });

  it('says it once, however often the state comes again', () => expect(noticeOf(noGo, noGo, now)).toBeUndefined());

  it('says it to a window that opens later: nobody may have acted on it', () =>
    expect(noticeOf(undefined, noGo, now)?.type).toBe('roll-back'));

  it('says it again for another deployment', () => {
    const other = aView(now, { ...turned, deployment: { id: '02OTHER' } });
    expect(noticeOf(noGo, other, now)).toMatchObject({ type: 'roll-back', deployment: '02OTHER' });
  });

  it.each(['rolling-back', 'rolled-back'] as const)('keeps quiet when somebody is at it: %s', (phase) => {
    const atIt = aView(now, { ...turned, deployment: { phase } });
    expect(noticeOf(watching, atIt, now)).toBeUndefined();
  });

  it('tells of a NO-GO that is not enough for a rollback, and of the rollback when it is', () => {
    const because = ['errors are 3 %'];
    const rule = 'one critical criterion fails, fewer than a rollback needs';
    const hold = aView(now, { verdict: { verdict: 'no-go', recommendation: 'hold', rule, because } });
    expect(noticeOf(watching, hold, now)).toMatchObject({
      type: 'hold',
      message:
        'NO-GO for 1.4.2 on production. errors are 3 %. (one critical criterion fails, fewer than a rollback needs)',
    });
    expect(noticeOf(hold, hold, now)).toBeUndefined();
    expect(noticeOf(undefined, hold, now)).toBeUndefined();
    expect(noticeOf(hold, noGo, now)?.type).toBe('roll-back');
    expect(noticeOf(noGo, hold, now)).toBeUndefined();
  });

  it('passes on, once, that an agent asks for a rollback', () => {
    const rollbackAsked = { by: 'copilot', at: '2025-12-01T22:00:00.000Z', reason: 'checkout fails' };
    const asked = aView(now, { deployment: { rollbackAsked } });
    expect(noticeOf(watching, asked, now)).toMatchObject({
      type: 'rollback-asked',
      message: 'copilot asks to roll back 1.4.2 on production: checkout fails',
    });
    expect(noticeOf(asked, asked, now)).toBeUndefined();
    expect(noticeOf(undefined, asked, now)).toBeUndefined();
  });

  it('tells a GO at the end once', () => {
    const done = aView(now, {
      deployment: { phase: 'succeeded' },
      verdict: { verdict: 'go', recommendation: 'proceed', final: true },
    });
    expect(noticeOf(watching, done, now)).toMatchObject({
      type: 'succeeded',
      message: 'GO: 1.4.2 on production held all its criteria.',
    });
    expect(noticeOf(done, done, now)).toBeUndefined();
  });

  it('does not tell a new window of a GO from before it opened', () => {
    const done = aView(now, { deployment: { phase: 'succeeded' }, verdict: { verdict: 'go', final: true } });
    expect(noticeOf(undefined, done, now)).toBeUndefined();
  });

  it('asks for a decision when the watch ends undecided', () => {
    const open = aView(now, { verdict: { final: true, because: ['seen only 2h of 1d'] } });
    expect(noticeOf(watching, open, now)).toMatchObject({
      type: 'undecided',
      message: expect.stringContaining('seen only 2h of 1d'),
    });
  });

  it('says nothing while all goes on as it should', () => {
    expect(noticeOf(watching, { ...watching, revision: 2 }, now)).toBeUndefined();
    expect(noticeOf(undefined, aView(now, { none: true }), now)).toBeUndefined();
  });
});
