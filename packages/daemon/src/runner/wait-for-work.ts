import type { RunnerWork } from '@daywatch/shared/api/views.ts';
import type { Client } from '@daywatch/shared/client/client.ts';
import { type Failure, failureText } from '@daywatch/shared/client/result.ts';
import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import { type Ending, endingOf } from './ending.ts';

export interface Waiting {
  readonly environment: string;
  readonly runner: string;
  readonly host: string;
  readonly client: Pick<Client, 'waitForWork'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The daemon is away, or back. */
  onDaemon(state: { readonly away: string } | 'back'): void;
}

type Work = Exclude<RunnerWork, { type: 'nothing' }>;

const longestPause = seconds(10);

/** Asks until there is something to do; `undefined` when the runner is stopped. `without`: what it could not do. */
export async function waitForWork(waiting: Waiting, without: readonly string[]): Promise<Work | Ending | undefined> {
  const { environment, runner, host, client, clock, signal, onDaemon } = waiting;
  let failures = 0;
  while (!signal.aborted) {
    const body = { runner, host, without: [...without] };
    const answer = await client.waitForWork({ environment, wait: '30s', body }, { signal });
    if (signal.aborted) return undefined;
    if (answer.ok) {
      if (failures > 0) onDaemon('back');
      failures = 0;
      if (answer.value.type !== 'nothing') return answer.value;
      // A daemon that answers at once, because it is stopping, is not asked without a pause.
      await clock.sleep(millis(100), signal);
      continue;
    }
    if (isFinal(answer.failure)) return endingOf(answer.failure);
    failures += 1;
    if (failures === 1) onDaemon({ away: failureText(answer.failure) });
    await clock.sleep(millis(Math.min(longestPause, 250 * 2 ** (failures - 1))), signal);
  }
  return undefined;
}

/** A daemon that is away may come back; one that says no will say no again. */
const isFinal = (failure: Failure): boolean =>
  failure.type === 'refused' && failure.problem.status < 500 && ![408, 425, 429].includes(failure.problem.status);
