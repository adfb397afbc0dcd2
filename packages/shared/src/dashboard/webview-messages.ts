import type { Place } from './host.ts';

/** What the page in a webview asks of the extension, which alone knows the daemon and its token. */
export type ToHost =
  /** A request of the API, answered by messages of the same number. */
  | { readonly type: 'ask'; readonly id: number; readonly path: string; readonly accept?: string }
  | { readonly type: 'drop'; readonly id: number }
  | { readonly type: 'place'; readonly place: Place }
  | { readonly type: 'report'; readonly name: string; readonly html: string };

export type ToPage =
  | { readonly type: 'answer'; readonly id: number; readonly status: number }
  | { readonly type: 'part'; readonly id: number; readonly text: string }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly because: string };
