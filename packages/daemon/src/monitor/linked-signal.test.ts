import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { linkedSignal } from './linked-signal.ts';

it('aborts with the first of the others, for its reason', () => {
  const [daemon, reading] = [new AbortController(), new AbortController()];
  const { signal } = linkedSignal(daemon.signal, reading.signal);
  expect(signal.aborted).toBe(false);
  reading.abort('too slow');
  daemon.abort('shutdown');
  expect(signal.reason).toBe('too slow');
});

it('is aborted from the beginning when one of them is', () => {
  const { signal } = linkedSignal(new AbortController().signal, AbortSignal.abort('over'));
  expect(signal).toMatchObject({ aborted: true, reason: 'over' });
});

it('leaves nothing behind in a signal that lives on', () => {
  const daemon = new AbortController();
  for (let reading = 0; reading < 100; reading += 1) linkedSignal(daemon.signal).release();
  expect(getEventListeners(daemon.signal, 'abort')).toEqual([]);
  const { signal, release } = linkedSignal(daemon.signal);
  release();
  daemon.abort();
  expect(signal.aborted).toBe(false);
});
