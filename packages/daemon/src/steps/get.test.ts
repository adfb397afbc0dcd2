import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import type { Clock } from '../ports/clock.ts';
import type { Exchange, OutboundRequest } from '../ports/outbound.ts';
import { get } from './get.ts';
import { stepRun } from './step-run.fixture.ts';

/** Time that passes only by sleeping. */
function sleepyClock(): Clock {
  let now = 0;
  return {
    now: () => now as ReturnType<Clock['now']>,
    elapsed: () => now as ReturnType<Clock['elapsed']>,
    sleep: async (span) => {
      now += span;
    },
    timeout: () => new AbortController().signal,
    alarm: () => () => undefined,
  };
}

const answered = (status: number, body = ''): Exchange => ({
  type: 'answered',
  status,
  headers: {},
  body,
  phases: { firstByte: seconds(0), total: seconds(0) },
});
const refused: Exchange = { type: 'failed', because: 'shop.example: connection refused', after: seconds(0) };

function asking(answers: readonly [Exchange, ...Exchange[]], signal = new AbortController().signal) {
  const asked: OutboundRequest[] = [];
  const step = stepRun({
    folder: '.',
    timeout: seconds(5),
    clock: sleepyClock(),
    signal,
    environment: { BASE_URL: 'https://shop.example' },
    outbound: {
      request: async (request) => {
        asked.push(request);
        return answers[Math.min(asked.length, answers.length) - 1] ?? answers[0];
      },
    },
  });
  return { step, asked };
}
const options = (given: object) => get.options.parse({ get: 'https://shop.example/healthz', ...given });

it('passes with the first answer that is as expected', async () => {
  const { step, asked } = asking([refused, answered(503), answered(503), answered(200, 'ok')]);
  expect(await get.execute(options({ contains: 'ok' }), step)).toEqual({
    outcome: 'passed',
    exitCode: null,
    because: 'answered 200',
  });
  expect(asked).toHaveLength(4);
  expect(step.text()).toBe('shop.example: connection refused\nanswered 503, expected 200\n');
});

it.each([
  ['another status', {}, answered(404), 'answered 404, expected 200 (5 tries in 5s)'],
  ['a status that was not meant', { expect: 401 }, answered(200), 'answered 200, expected 401 (5 tries in 5s)'],
  [
    'a text that is not there',
    { contains: 'shop 1.4' },
    answered(200, 'shop 1.3'),
    'the body does not contain "shop 1.4" (5 tries in 5s)',
  ],
  ['a class of status codes', { expect: '2xx' }, answered(302), 'answered 302, expected 2xx (5 tries in 5s)'],
  [
    'a version that is not there',
    { expect: { json: { '$.version': '1.4.2' } } },
    answered(200, '{"version":"1.4.1"}'),
    'answered 200, $.version is "1.4.1", expected "1.4.2" (5 tries in 5s)',
  ],
  ['no answer', {}, refused, 'shop.example: connection refused (5 tries in 5s)'],
])('does not pass with %s', async (_what, given, answer, because) => {
  const { step } = asking([answer]);
  expect(await get.execute(options(given), step)).toEqual({ outcome: 'timed-out', exitCode: null, because });
});

it('fills in the environment, and names what is not set', async () => {
  const { step, asked } = asking([answered(200)]);
  await get.execute(options({ get: `\${BASE_URL}/healthz` }), step);
  expect(asked[0]?.url).toBe('https://shop.example/healthz');
  expect(await get.execute(options({ get: `\${SHOP_URL}/healthz` }), step)).toEqual({
    outcome: 'failed',
    exitCode: null,
    because: 'not set in the environment: SHOP_URL',
  });
});

it('ends with an interruption', async () => {
  const { step, asked } = asking([refused], AbortSignal.abort());
  expect(await get.execute(options({}), step)).toMatchObject({ outcome: 'interrupted' });
  expect(asked).toHaveLength(0);
});

it('wants an address', () => {
  expect(get.options.safeParse({ get: 'shop.example' }).success).toBe(false);
});
