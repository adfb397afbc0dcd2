import type { PushedLine } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, minutes, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { productionOf } from '../plan/read-plan.fixture.ts';
import { checkPushed } from './check-pushed.ts';

const plan = productionOf(`service: shop
sources: { site: { type: http, url: https://shop.example.com } }
environments:
  production:
    watch:
      criteria:
        nightly: { source: site, check: { path: /nightly } }
        healthy: { source: site, check: { path: /healthz } }
        slow: { source: site, latency: { path: / }, limit: 1s }
`);
const now = instant(Date.UTC(2026, 11, 1, 22));
const check = (...lines: PushedLine[]) => checkPushed(lines, { plan, takers: new Set(['nightly', 'slow']), now });
const line = { criterion: 'nightly', seconds: 15 };

describe('a pushed batch', () => {
  it('is taken with its times, now when it says none', () => {
    expect(check({ ...line, ok: true }, { ...line, at: '2026-12-01T21:59:00Z', ok: false, because: 'red' })).toEqual({
      pushed: [
        { criterion: 'nightly', letter: { at: now, timed: false, reading: { type: 'check', ok: true } } },
        {
          criterion: 'nightly',
          letter: {
            at: plus(now, minutes(-1)),
            timed: true,
            reading: { type: 'check', ok: false, because: 'red' },
          },
        },
      ],
    });
  });

  it('takes buckets for a latency, and what its sender could not see for anything', () => {
    expect(
      check({ ...line, criterion: 'slow', bounds: [1], counts: [1, 0] }, { ...line, error: 'no network' }),
    ).toHaveProperty('pushed');
  });

  it('tells every fault with its place and what to do, and is not taken at all', () => {
    const future = rfc3339(plus(now, minutes(2)));
    const answer = check(
      { ...line, ok: true },
      { ...line, criterion: 'nightli', ok: true },
      { ...line, criterion: 'healthy', ok: true },
      { ...line, value: 3 },
      { ...line, at: future, ok: true },
    );
    expect(answer).toEqual({
      problems: [
        {
          code: 'unknown-criterion',
          path: 'body.observations[1].criterion',
          message: 'there is no criterion "nightli"',
          hint: 'Readings are taken for nightly, slow.',
        },
        {
          code: 'not-pushed',
          path: 'body.observations[2].criterion',
          message: '"healthy" is measured by the source "site"',
          hint: 'Readings are taken for nightly, slow.',
        },
        expect.objectContaining({
          code: 'wrong-measure',
          path: 'body.observations[3].criterion',
          message: '"nightly" is a check, and this is a gauge',
        }),
        expect.objectContaining({
          code: 'in-the-future',
          path: 'body.observations[4].at',
          message: '2026-12-01T22:02:00.000Z is in the future; here it is 2026-12-01T22:00:00.000Z',
        }),
      ],
    });
  });
});
