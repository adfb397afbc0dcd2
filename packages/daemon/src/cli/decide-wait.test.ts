import type { VerdictDocument } from '@daywatch/shared/api/views.ts';
import type { Failure, Result } from '@daywatch/shared/client/result.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { decideWait } from './decide-wait.ts';

const now = instant(Date.parse('2026-12-01T23:10:30Z'));
const verdict = (word: VerdictDocument['verdict'], final = false, validUntil = '2026-12-01T23:11:00Z') =>
  ({ ok: true, value: { verdict: word, final, validUntil } as VerdictDocument }) satisfies Result<VerdictDocument>;
const failure = (failed: Failure): Result<VerdictDocument> => ({ ok: false, failure: failed });
const refused = (status: number, code = 'x') =>
  failure({ type: 'refused', problem: { type: 'x', title: 'x', status, code, detail: 'x' } });
const stale = '2026-12-01T23:10:00Z';

it.each([
  ['GO', verdict('go'), { type: 'over', code: 0 }, { type: 'open', code: 2 }],
  ['a final GO', verdict('go', true), { type: 'over', code: 0 }, { type: 'over', code: 0 }],
  ['NO-GO', verdict('no-go'), { type: 'over', code: 1 }, { type: 'open', code: 2 }],
  ['a final NO-GO', verdict('no-go', true), { type: 'over', code: 1 }, { type: 'over', code: 1 }],
  ['undecided', verdict('undecided'), { type: 'open', code: 2 }, { type: 'open', code: 2 }],
  ['undecided for good', verdict('undecided', true), { type: 'over', code: 2 }, { type: 'over', code: 2 }],
  ['a GO that is stale', verdict('go', true, stale), { type: 'open', code: 3 }, { type: 'open', code: 3 }],
  ['a NO-GO that is stale', verdict('no-go', true, stale), { type: 'open', code: 3 }, { type: 'open', code: 3 }],
  ['nobody', failure({ type: 'unreachable', because: 'x' }), { type: 'open', code: 3 }, { type: 'open', code: 3 }],
  [
    'a proxy',
    failure({ type: 'not-understood', status: 502, because: 'x' }),
    { type: 'open', code: 3 },
    { type: 'open', code: 3 },
  ],
  ['HTTP 500', refused(500), { type: 'open', code: 3 }, { type: 'open', code: 3 }],
  ['HTTP 429', refused(429), { type: 'open', code: 3 }, { type: 'open', code: 3 }],
  ['a wrong token', refused(401), { type: 'over', code: 3 }, { type: 'over', code: 3 }],
  ['a wrong environment', refused(404, 'unknown-environment'), { type: 'over', code: 64 }, { type: 'over', code: 64 }],
])('waiting, answered by %s', (_what, answer, forGo, forFinal) => {
  expect(decideWait(answer, 'go', now)).toEqual(forGo);
  expect(decideWait(answer, 'final', now)).toEqual(forFinal);
});
