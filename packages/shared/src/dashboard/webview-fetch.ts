import type { Fetch } from '../client/client.ts';
import type { ToHost, ToPage } from './webview-messages.ts';

interface Open {
  answer(status: number): void;
  part(text: string): void;
  end(): void;
  fail(cause: Error): void;
}

/**
 * `fetch` for a page that may ask nobody: the extension asks instead. A webview has an origin of its own and may be on
 * another machine than the daemon; and the token stays out of it.
 */
export function webviewFetch(
  post: (message: ToHost) => void,
  listen: (hear: (message: ToPage) => void) => void,
): Fetch {
  const open = new Map<number, Open>();
  let last = 0;
  listen((message) => {
    const asked = open.get(message.id);
    if (asked === undefined) return;
    switch (message.type) {
      case 'answer':
        return asked.answer(message.status);
      case 'part':
        return asked.part(message.text);
      case 'end':
        return asked.end();
      case 'failed':
        return asked.fail(new Error(message.because));
    }
  });

  return (url, { headers, signal }) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const encoder = new TextEncoder();
      let body: ReadableStreamDefaultController<Uint8Array> | undefined;
      const over = () => {
        open.delete(id);
        signal?.removeEventListener('abort', drop);
      };
      const fail = (cause: unknown) => {
        over();
        reject(cause);
        body?.error(cause);
      };
      const drop = () => {
        if (!open.has(id)) return;
        post({ type: 'drop', id });
        fail(signal?.reason);
      };
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          body = controller;
        },
        cancel: () => {
          if (open.has(id)) post({ type: 'drop', id });
          over();
        },
      });
      open.set(id, {
        answer: (status) => resolve(new Response(stream, { status })),
        part: (text) => body?.enqueue(encoder.encode(text)),
        end: () => {
          over();
          body?.close();
        },
        fail,
      });
      if (signal?.aborted) return drop();
      signal?.addEventListener('abort', drop);
      const { pathname, search } = new URL(url);
      const accept = new Headers(headers).get('accept');
      post({ type: 'ask', id, path: `${pathname}${search}`, ...(accept !== null && { accept }) });
    });
}
