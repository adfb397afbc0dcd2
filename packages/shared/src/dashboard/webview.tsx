import { render } from 'preact';
import { Dashboard } from './dashboard.tsx';
import type { Host, Place } from './host.ts';
import { webviewFetch } from './webview-fetch.ts';
import type { ToHost, ToPage } from './webview-messages.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: ToHost): void;
  getState(): Place | undefined;
  setState(place: Place): void;
};

const place = document.getElementById('dashboard');
if (place === null) throw new Error('the webview has no place for the dashboard');
const editor = acquireVsCodeApi();
const host: Host = {
  // No address that anybody could reach: the extension puts the daemon's in its place.
  url: 'https://daemon.invalid',
  fetch: webviewFetch(
    (message) => editor.postMessage(message),
    (hear) => addEventListener('message', ({ data }: MessageEvent<ToPage>) => hear(data)),
  ),
  place: editor.getState() ?? {},
  keepPlace(to) {
    editor.setState(to);
    editor.postMessage({ type: 'place', place: to });
  },
  saveReport: (name, html) => editor.postMessage({ type: 'report', name, html }),
};
render(<Dashboard host={host} />, place);
