import type { Client } from '@daywatch/shared/client/client.ts';
import { failureText } from '@daywatch/shared/client/result.ts';
import { isStale } from '@daywatch/shared/present/is-stale.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import { type Ending, failed } from '../runner/ending.ts';

const askEvery = seconds(5);

/** Waits for the end of the watch, however long it takes; a daemon that is away is waited for too. */
export async function waitForFinal(
  { environment, deployment }: { readonly environment: string; readonly deployment: string },
  {
    client,
    clock,
    signal,
  }: { readonly client: Pick<Client, 'verdict'>; readonly clock: Clock; readonly signal: AbortSignal },
  onNews: (sentence: string) => void,
): Promise<Ending> {
  let said = '';
  const say = (sentence: string) => {
    if (sentence !== said) onNews(sentence);
    said = sentence;
  };
  while (!signal.aborted) {
    const got = await client.verdict({ environment }, { signal });
    if (signal.aborted) break;
    if (got.ok && !isStale(got.value, clock.now())) {
      const { verdict, final, because, rule, deployment: current } = got.value;
      const why = because.join('; ') || rule;
      if (current?.id !== deployment) return failed(`${current?.version ?? 'Another version'} has taken over.`);
      if (final && verdict === 'go') return { type: 'done' };
      if (final && verdict === 'no-go')
        return failed(`NO-GO: ${why}`, `Go back with: daywatch rollback ${environment}`);
      if (final) return failed(`The watch ended undecided: ${why}`, 'A person decides: daywatch decide go --reason …');
      say(verdict === 'no-go' ? `NO-GO: ${rule}` : `${verdict === 'go' ? 'GO so far' : 'Undecided'}: ${rule}`);
    } else {
      say(got.ok ? 'The verdict is out of date: the daemon is late.' : failureText(got.failure));
    }
    await clock.sleep(askEvery, signal);
  }
  const hint = `The watch goes on without it: daywatch wait ${environment} --for final`;
  return { type: 'interrupted', because: 'No longer waiting for the end of the watch.', hint };
}
