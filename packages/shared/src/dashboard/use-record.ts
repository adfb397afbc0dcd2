import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeploymentView, EnvironmentView } from '../api/views.ts';
import type { Client } from '../client/client.ts';
import { failureText } from '../client/result.ts';

type Deployment = NonNullable<EnvironmentView['deployment']>;

/** A deployment with its record, as far as it is known here. */
export type Recorded =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly deployment: DeploymentView }
  | { readonly state: 'failed'; readonly because: string };

/** Changes that nobody announces, such as a message that was sent, are shown after so long. */
const refreshEvery = 30_000;

/** What of a state stands in the record: when it changes, the record has grown. */
export const recordKey = ({ verdict }: Pick<EnvironmentView, 'verdict'>, deployment: Deployment): string =>
  JSON.stringify([
    deployment.id,
    deployment.phase,
    deployment.steps.map(({ state }) => state),
    deployment.checklist.map(({ state }) => state),
    deployment.decisions.length,
    deployment.announcements?.length,
    deployment.rollback?.watch?.ended?.outcome,
    deployment.blindGaps.length,
    deployment.planHash,
    verdict.verdict,
    verdict.rule,
    verdict.final,
    verdict.silences.map(({ id }) => id),
  ]);

/** Keeps the record of one deployment up to date; `key` changes when there is more of it. */
export function useRecord(client: Client, id: string | undefined, key: string): Recorded {
  const [recorded, setRecorded] = useState<Recorded>({ state: 'loading' });
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (id === undefined) return;
    if (shown.current !== id) setRecorded({ state: 'loading' });
    shown.current = id;
    const ending = new AbortController();
    const look = async () => {
      const answer = await client.deployment({ deployment: id }, { signal: ending.signal });
      if (ending.signal.aborted) return;
      if (answer.ok) setRecorded({ state: 'loaded', deployment: answer.value });
      // What was loaded before is better than a failure to load it again.
      else {
        const because = failureText(answer.failure);
        setRecorded((before) => (before.state === 'loaded' ? before : { state: 'failed', because }));
      }
    };
    void look();
    const timer = setInterval(() => void look(), refreshEvery);
    return () => {
      clearInterval(timer);
      ending.abort();
    };
  }, [client, id, key]);
  return recorded;
}
