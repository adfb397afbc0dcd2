import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeploymentSummary } from '../api/views.ts';
import type { Client } from '../client/client.ts';
import { failureText } from '../client/result.ts';
import { phaseWords, verdictLooks, verdictWords } from '../present/words.ts';
import { Glyph, glyphOf } from './glyph.tsx';
import { type Pages, withNewest, withOlder } from './history-pages.ts';
import { dayAndTime, timeOf } from './local-time.ts';
import { useSeen } from './use-seen.ts';

interface HistoryProps {
  readonly client: Client;
  readonly environment: string;
  /** Changes when there is a newer one, or one has ended. */
  readonly newest: string;
  readonly chosen: string | undefined;
  readonly onChoose: (deployment: string) => void;
}

const pageSize = 10;

/** What was deployed before, page by page; each can be looked at as the present one. */
export function HistoryPanel({ client, environment, newest, chosen, onChoose }: HistoryProps) {
  const { place, seen } = useSeen<HTMLElement>();
  const [pages, setPages] = useState<Pages>();
  const loaded = useRef<string>(undefined);
  useEffect(() => {
    // What was loaded is there when somebody looks again.
    if (!seen || loaded.current === newest) return;
    const ending = new AbortController();
    void client.deployments({ environment, limit: pageSize }, { signal: ending.signal }).then((answer) => {
      if (ending.signal.aborted) return;
      if (answer.ok) loaded.current = newest;
      setPages((shown) =>
        answer.ok
          ? withNewest(shown, answer.value)
          : { deployments: [], ...shown, because: failureText(answer.failure) },
      );
    });
    return () => ending.abort();
  }, [client, environment, newest, seen]);

  const older = async (before: string) => {
    const answer = await client.deployments({ environment, limit: pageSize, before });
    setPages((shown) =>
      answer.ok
        ? withOlder(shown, before, answer.value)
        : { deployments: [], ...shown, because: failureText(answer.failure) },
    );
  };
  const next = pages?.next;
  return (
    <section ref={place} class="card history" aria-labelledby="history-title">
      <h2 id="history-title">Deployments</h2>
      {pages === undefined && <p class="hint">Loading…</p>}
      {pages?.because !== undefined && <p role="alert">{pages.because}</p>}
      {pages?.deployments.length === 0 && pages.because === undefined && <p class="hint">None so far.</p>}
      <ul class="deployments">
        {pages?.deployments.map((one) => (
          <li key={one.id}>
            <button type="button" aria-current={one.id === chosen} onClick={() => onChoose(one.id)}>
              <strong>{one.version}</strong>
              <code>{one.commit.slice(0, 7)}</code>
              <time dateTime={one.requestedAt}>{dayAndTime(timeOf(one.requestedAt))}</time>
              <span class="by">{one.deployedBy}</span>
              <Outcome of={one} />
            </button>
          </li>
        ))}
      </ul>
      {next !== undefined && (
        <button type="button" onClick={() => void older(next)}>
          Show older ones
        </button>
      )}
    </section>
  );
}

export function Outcome({ of: { verdict, phase } }: { of: Pick<DeploymentSummary, 'verdict' | 'phase'> }) {
  const look = verdict === undefined ? undefined : verdictLooks[verdict];
  return (
    <span class={`outcome tone-${look?.tone ?? 'neutral'}`}>
      {look && <Glyph name={glyphOf(look.icon)} />}
      {verdict === undefined || verdict === 'undecided' ? '' : `${verdictWords[verdict]} · `}
      {phaseWords[phase]}
    </span>
  );
}
