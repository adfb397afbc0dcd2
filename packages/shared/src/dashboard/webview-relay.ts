import type { Fetch } from '../client/client.ts';
import { causeText } from '../client/result.ts';
import type { ToHost, ToPage } from './webview-messages.ts';

export interface RelayOrder {
  /** Asked anew for each request: the daemon may have moved, the token may be another. Throws when there is none. */
  readonly daemon: () => { readonly url: string; readonly token: string | undefined };
  readonly post: (message: ToPage) => void;
  readonly fetch?: Fetch;
}

export interface Relay {
  hear(message: Extract<ToHost, { type: 'ask' | 'drop' }>): void;
  /** Drops what is still being answered. */
  close(): void;
}

/** The extension's side of a webview: it asks the daemon what the page wants to know, and nothing that changes anything. */
export function createRelay({ daemon, post, fetch = globalThis.fetch }: RelayOrder): Relay {
  const asked = new Map<number, AbortController>();

  async function ask(id: number, path: string, accept: string | undefined): Promise<void> {
    const ending = new AbortController();
    asked.set(id, ending);
    try {
      const { url, token } = daemon();
      const headers: Record<string, string> = {};
      if (accept !== undefined) headers.accept = accept;
      if (token !== undefined) headers.authorization = `Bearer ${token}`;
      const answer = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
        method: 'GET',
        headers,
        signal: ending.signal,
      });
      post({ type: 'answer', id, status: answer.status });
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read())
        post({ type: 'part', id, text: part.value });
      post({ type: 'end', id });
    } catch (error) {
      if (!ending.signal.aborted) post({ type: 'failed', id, because: causeText(error) });
    } finally {
      asked.delete(id);
    }
  }

  return {
    hear(message) {
      if (message.type === 'drop') return asked.get(message.id)?.abort();
      // Whatever got into the page: it reads, and only from the API. `/v1/../metrics` is not of it.
      const { pathname, search } = new URL(message.path, 'https://daemon.invalid');
      if (pathname.startsWith('/v1/')) void ask(message.id, `${pathname}${search}`, message.accept);
      else post({ type: 'failed', id: message.id, because: `${message.path} is not a route of the API` });
    },
    close() {
      for (const one of asked.values()) one.abort();
    },
  };
}
