import type { Failure } from '@daywatch/shared/client/result.ts';
import { expect, it } from 'vitest';
import { exitCodeOfFailure } from './exit-code.ts';

const refused = (status: number, code = 'x'): Failure => ({
  type: 'refused',
  problem: { type: 'x', title: 'No', status, code, detail: 'No.' },
});

it.each([
  ['a no of the daemon', refused(409), 1],
  ['an environment that nobody knows, as everywhere', refused(404, 'unknown-environment'), 64],
  ['a fault of the daemon', refused(500), 3],
  ['silence', { type: 'unreachable', because: 'nobody' } satisfies Failure, 3],
] as const)('%s', (_what, failure, code) => {
  expect(exitCodeOfFailure(failure)).toBe(code);
});
