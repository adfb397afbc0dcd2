import type { Live } from './use-live.ts';

/** The daemon is not heard: what stands on the page is old. */
export function ConnectionNotice({ live }: { live: Live }) {
  if (live.state !== 'offline' || live.environments.length === 0) return null;
  return (
    <p class="notice" role="alert">
      <strong>Offline.</strong> {live.because} What stands here is what the daemon said last; the page tries to reach it
      again by itself.
    </p>
  );
}

export const NeverConnected = ({ because }: { because: string }) => (
  <div class="empty">
    <h1>The daemon does not answer</h1>
    <p role="alert">{because}</p>
    <p>
      Start it with <code>daywatch serve</code>; the page tries again by itself.
    </p>
  </div>
);

export const NoPlan = () => (
  <div class="empty">
    <h1>Nothing is watched yet</h1>
    <p>
      This daemon has no plan. Start it with one: <code>daywatch serve --plan daywatch.yaml</code>
    </p>
    <p>
      No plan yet? <code>daywatch init</code> writes one from what it finds in the repository.
    </p>
  </div>
);

export const NoSuchEnvironment = ({ name }: { name: string | undefined }) => (
  <div class="empty">
    <h1>No environment {name}</h1>
    <p>The daemon watches others: choose one above.</p>
  </div>
);

export const NothingDeployed = ({ environment }: { environment: string }) => (
  <section class="card">
    <h2>Nothing has been deployed yet</h2>
    <p>
      Begin in the editor with <em>Deploy: Production</em>, or with <code>daywatch deploy {environment}</code>. The
      criteria are measured already: that becomes the baseline.
    </p>
  </section>
);
