import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import type { WorkflowOutcome } from '../../workflow/outcome.ts';
import { SharedRun } from './shared-run.ts';

const outcome: WorkflowOutcome = { state: 'passed', steps: [], cleanUp: [], length: 1, took: millis(1) };

/** Runs that end when the test says so, or when they are aborted. */
function runs() {
  const begun: { readonly signal: AbortSignal; end(): void }[] = [];
  const shared = new SharedRun((signal) => {
    const { promise, resolve } = Promise.withResolvers<WorkflowOutcome>();
    begun.push({ signal, end: () => resolve(outcome) });
    signal.addEventListener('abort', () => resolve({ ...outcome, state: 'unknown' }));
    return { steps: promise, whole: promise };
  });
  return { begun, shared };
}
const patient = new AbortController().signal;

it('is one for all who ask while it is under way', async () => {
  const { begun, shared } = runs();
  const answers = [shared.after(undefined, patient), shared.after(undefined, patient)];
  begun[0]?.end();
  expect(await Promise.all(answers)).toEqual([
    { outcome, run: 1 },
    { outcome, run: 1 },
  ]);
  expect(begun).toHaveLength(1);
});

it('answers each criterion once: whoever has seen it starts the next', async () => {
  const { begun, shared } = runs();
  const seen = async (asked: number | undefined) => {
    const answer = shared.after(asked, patient);
    begun.at(-1)?.end();
    const got = await answer;
    return got === 'given-up' ? got : got.run;
  };
  expect(await seen(undefined)).toBe(1);
  expect(await seen(1)).toBe(2);
  expect(await seen(1)).toBe(2);
  expect(await seen(2)).toBe(3);
});

it('is ended by the last who leaves it, for its reason', async () => {
  const { begun, shared } = runs();
  const [one, other] = [new AbortController(), new AbortController()];
  const answers = [shared.after(undefined, one.signal), shared.after(undefined, other.signal)];
  one.abort();
  expect(await answers[0]).toBe('given-up');
  expect(begun[0]?.signal.aborted).toBe(false);
  other.abort(new DOMException('late', 'TimeoutError'));
  expect(await answers[1]).toMatchObject({ outcome: { state: 'unknown' } });
  expect(begun[0]?.signal.reason).toMatchObject({ name: 'TimeoutError' });
  expect(await shared.after(undefined, AbortSignal.abort())).toBe('given-up');
});

it('waits at its close for what is under way', async () => {
  const { begun, shared } = runs();
  const answer = shared.after(undefined, patient);
  await shared.close();
  expect(begun[0]?.signal.aborted).toBe(true);
  expect(await answer).toMatchObject({ outcome: { state: 'unknown' } });
});
