import type { AnnouncementNote, AnnouncementPlan } from '@daywatch/shared/vocabulary/announce.ts';
import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { findNotice } from './announced.ts';

const notice: AnnouncementPlan = {
  name: 'before',
  by: 'email',
  when: { type: 'before', before: hours(24) },
  recipients: ['ada', 'grace'].map((who) => ({ to: `${who}@example.com`, role: 'stakeholders' })),
  decisions: false,
  resolves: false,
  options: {},
};
const told = (who: string, changes: Partial<AnnouncementNote> = {}): AnnouncementNote => ({
  key: who,
  announcement: 'before',
  by: 'email',
  to: `${who}***@example.com`,
  role: 'stakeholders',
  reason: 'before',
  subject: 'Deployment',
  outcome: 'sent',
  at: '2026-12-01T21:00:00.000Z',
  ...changes,
});
const find = (announcements: readonly AnnouncementNote[], announce = [notice], role = 'stakeholders') =>
  findNotice({ role, deployment: { announcements }, announce });

describe('the item announced', () => {
  it.each<[string, ReturnType<typeof find>, string, string]>([
    ['nobody told yet', find([]), 'waiting', '0 of 2 messages to stakeholders have been sent'],
    ['one of two', find([told('a')]), 'waiting', '1 of 2'],
    ['all', find([told('a'), told('g')]), 'passed', 'stakeholders, 2 people, told by 2026-12-01T21:00:00.000Z'],
    [
      'one failed',
      find([told('a'), told('g', { outcome: 'failed', because: '550 no such user' })]),
      'failed',
      'g***@example.com was not told: 550 no such user',
    ],
    [
      'one uncertain',
      find([told('a'), told('g', { outcome: 'uncertain', because: 'no answer' })]),
      'failed',
      'may not have been told',
    ],
    [
      'mended by hand',
      find([told('g', { outcome: 'failed' }), told('a'), told('g', { key: 'again' })]),
      'passed',
      '2 people',
    ],
    ['another role', find([], [notice], 'qa'), 'failed', 'the plan announces nothing to qa before a deployment'],
    ['told of something else', find([told('a', { reason: 'deploying' })]), 'waiting', '0 of 2'],
  ])('%s', (_, finding, state, because) => {
    expect(finding.state).toBe(state);
    expect(finding.because).toContain(because);
  });
});
