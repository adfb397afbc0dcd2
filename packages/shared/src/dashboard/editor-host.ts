import type { Host, Place } from './host.ts';
import { webviewFetch } from './webview-fetch.ts';
import type { ToHost, ToPage } from './webview-messages.ts';

/** What VS Code gives the scripts of a webview. */
export interface EditorApi {
  postMessage(message: ToHost): void;
  getState(): Place | undefined;
  setState(place: Place): void;
}

/** The page in a webview of an editor, which asks the daemon in its place. `first`: where to be when it was nowhere yet. */
export const editorHost = (editor: EditorApi, first: Place): Host => ({
  // No address that anybody could reach: the extension puts the daemon's in its place.
  url: 'https://daemon.invalid',
  fetch: webviewFetch(
    (message) => editor.postMessage(message),
    (hear) => addEventListener('message', ({ data }: MessageEvent<ToPage>) => hear(data)),
  ),
  place: editor.getState() ?? first,
  keepPlace(to) {
    editor.setState(to);
    editor.postMessage({ type: 'place', place: to });
  },
  saveReport: (name, html) => editor.postMessage({ type: 'report', name, html }),
});
