import { useEffect, useState } from 'preact/hooks';
import type { EnvironmentView } from '../api/views.ts';
import type { Fetch } from '../client/client.ts';
import { follow } from '../client/follow.ts';

/** What the page knows of the daemon. */
export type Live =
  | { readonly state: 'connecting' }
  | { readonly state: 'refused'; readonly because: string }
  | { readonly state: 'online'; readonly environments: readonly EnvironmentView[] }
  /** The environments as they were when the connection was lost. */
  | { readonly state: 'offline'; readonly because: string; readonly environments: readonly EnvironmentView[] };

type Happened =
  | { readonly type: 'environment'; readonly environment: EnvironmentView }
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected'; readonly because: string; readonly refused: boolean };

const known = (live: Live): readonly EnvironmentView[] => ('environments' in live ? live.environments : []);

/** The page's state after one more message. Pure. */
export function reduceLive(live: Live, happened: Happened): Live {
  switch (happened.type) {
    case 'connected':
      return { state: 'online', environments: known(live) };
    case 'environment': {
      const { environment } = happened;
      const others = known(live).filter(({ name }) => name !== environment.name);
      const environments = [...others, environment].sort((a, b) => a.name.localeCompare(b.name));
      return { state: 'online', environments };
    }
    case 'disconnected':
      if (happened.refused) return { state: 'refused', because: happened.because };
      return { state: 'offline', because: happened.because, environments: known(live) };
  }
}

/** Follows the daemon for as long as the component lives. */
export function useLive(url: string, token: string | undefined, fetch: Fetch | undefined): Live {
  const [live, setLive] = useState<Live>({ state: 'connecting' });
  useEffect(() => {
    const stopping = new AbortController();
    const tell = (happened: Happened) => setLive((before) => reduceLive(before, happened));
    setLive({ state: 'connecting' });
    void (async () => {
      const options = { url, ...(token !== undefined && { token }), ...(fetch && { fetch }), signal: stopping.signal };
      for await (const item of follow(options)) {
        if (item.type === 'environment' || item.type === 'connected') tell(item);
        if (item.type === 'disconnected') {
          const { because, failure } = item;
          const refused =
            failure.type === 'refused' && (failure.problem.status === 401 || failure.problem.status === 403);
          tell({ type: 'disconnected', because, refused });
          if (refused) stopping.abort();
        }
      }
    })();
    return () => stopping.abort();
  }, [url, token, fetch]);
  return live;
}
