import { useEffect, useMemo, useState } from 'preact/hooks';
import type { EnvironmentView } from '../api/views.ts';
import { createClient } from '../client/client.ts';
import { statusLine } from '../present/status-line.ts';
import { instant } from '../vocabulary/time.ts';
import { CriteriaList } from './criteria-list.tsx';
import { DeploymentPanel } from './deployment-panel.tsx';
import { SignIn } from './sign-in.tsx';
import { keepToken } from './token.ts';
import { type Live, useLive } from './use-live.ts';
import { VerdictBanner } from './verdict-banner.tsx';

/** The whole page: one environment at a time, live. */
export function Dashboard({ url, firstToken }: { url: string; firstToken: string | undefined }) {
  const [token, setToken] = useState(firstToken);
  const [chosen, choose] = useState<string>();
  const live = useLive(url, token);
  const now = useNow();
  const client = useMemo(() => createClient({ url, ...(token !== undefined && { token }) }), [url, token]);

  if (live.state === 'refused') {
    const use = (given: string) => {
      keepToken(given, sessionStorage);
      setToken(given);
    };
    return <SignIn because={live.because} onToken={use} />;
  }
  if (live.state === 'connecting') return <p class="empty">Connecting…</p>;

  const environment = live.environments.find(({ name }) => name === chosen) ?? live.environments[0];
  return (
    <>
      <ConnectionNote live={live} />
      {live.environments.length > 1 && (
        <nav aria-label="Environments">
          {live.environments.map((one) => (
            <button
              type="button"
              key={one.name}
              aria-current={one.name === environment?.name}
              onClick={() => choose(one.name)}
            >
              {one.name} <span class={`tone-${statusLine(one, now).tone}`}>{statusLine(one, now).text}</span>
            </button>
          ))}
        </nav>
      )}
      {environment === undefined ? <NothingYet /> : <Environment view={environment} client={client} now={now} />}
    </>
  );
}

function Environment(props: {
  view: EnvironmentView;
  client: ReturnType<typeof createClient>;
  now: ReturnType<typeof useNow>;
}) {
  const { view, client, now } = props;
  useEffect(() => {
    document.title = `${statusLine(view, now).text} · ${view.service}`;
  });
  return (
    <>
      <VerdictBanner view={view} now={now} />
      <main>
        <CriteriaList view={view} client={client} />
        <aside>
          <DeploymentPanel view={view} />
        </aside>
      </main>
    </>
  );
}

function ConnectionNote({ live }: { live: Live }) {
  if (live.state !== 'offline') return null;
  return (
    <p class="note" role="alert">
      The connection to the daemon is lost ({live.because}). What stands here is what it said last.
    </p>
  );
}

const NothingYet = () => (
  <div class="empty">
    <h1>Nothing is watched yet</h1>
    <p>
      Start the daemon with a plan: <code>daywatch serve --plan daywatch.yaml</code>
    </p>
  </div>
);

/** Now, once a second. */
function useNow() {
  const [now, setNow] = useState(() => instant(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setNow(instant(Date.now())), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
