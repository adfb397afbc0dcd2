import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { silenceLines } from './silence-lines.ts';

const now = instant(Date.UTC(2026, 11, 1, 22));
const paint = { strong: (text: string) => `*${text}*`, quiet: (text: string) => `(${text})` };

it('lists what is silenced, how long, by whom and why', () => {
  const silence = {
    id: '01JE',
    environment: 'production',
    criterion: 'pool',
    owner: 'devops',
    reason: 'the pool is\u001b[31m being enlarged',
    until: '2026-12-01T23:30:00.000Z',
  };
  expect(silenceLines([silence], now, paint)).toEqual([
    '  *pool* in production until 2026-12-01T23:30:00.000Z, for 1h30m more',
    '    devops: the pool is being enlarged  (01JE)',
  ]);
});

it('says when nothing is', () => {
  expect(silenceLines([], now, paint)).toEqual(['Nothing is silenced.']);
});
