import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { isPastValidity } from '../deployments/verdict-of.ts';
import type { EnvironmentState } from '../feed.ts';
import { secureHeaders } from './headers.ts';
import { environmentView } from './views.ts';

/** A state in the form in which it is sent, made once however many ask. */
export interface Rendered {
  readonly stale: boolean;
  readonly view: EnvironmentView;
  /** The verdict document as JSON, written when somebody asks for it. */
  verdictJson(): string;
  readonly etag: string;
  /** Of the verdict document. */
  readonly headers: Readonly<Record<string, string>>;
}

/** `boot` tells this process from others: after a restart revisions begin anew and must not match old ETags. */
export function createRenderer(boot: string): (state: EnvironmentState, now: Instant) => Rendered {
  const fresh = new WeakMap<EnvironmentState, Rendered>();
  const stale = new WeakMap<EnvironmentState, Rendered>();

  return (state, now) => {
    const isStale = isPastValidity(state, now);
    const known = isStale ? stale : fresh;
    const before = known.get(state);
    if (before !== undefined) return before;
    const view = environmentView(state, now);
    let verdictJson: string | undefined;
    const etag = `W/"${state.name}-${state.revision}.${boot}${isStale ? '.stale' : ''}"`;
    const rendered: Rendered = {
      stale: isStale,
      view,
      verdictJson: () => (verdictJson ??= JSON.stringify(view.verdict)),
      etag,
      headers: {
        ...secureHeaders,
        'content-type': 'application/json',
        'cache-control': 'private, no-cache',
        etag,
        // Told with a 304 too: the content is the same, but good for longer.
        'daywatch-valid-until': view.verdict.validUntil,
      },
    };
    known.set(state, rendered);
    return rendered;
  };
}
