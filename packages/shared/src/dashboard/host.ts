import type { Fetch } from '../client/client.ts';

/** Where on the page somebody is; kept, so that a reload comes back to it. */
export interface Place {
  readonly environment?: string;
  readonly deployment?: string;
}

/** Who shows the page: a browser, or an editor's webview. */
export interface Host {
  /** Where the daemon is asked. */
  readonly url: string;
  /** How; the browser's own when left out. */
  readonly fetch?: Fetch;
  /** The token that is known from the start. */
  readonly token?: string;
  /** Keeps a token that somebody has typed. Without it, the host signs in by itself. */
  readonly keepToken?: (token: string) => void;
  readonly place: Place;
  keepPlace(place: Place): void;
  /** Hands over a report that somebody wants to have. */
  saveReport(name: string, html: string): void;
}
