import { render } from 'preact';
import { browserHost } from './browser-host.ts';
import { Dashboard } from './dashboard.tsx';
import { type EditorApi, editorHost } from './editor-host.ts';

/** There in the webview of an editor only. */
declare const acquireVsCodeApi: (() => EditorApi) | undefined;

const place = document.getElementById('dashboard');
if (place === null) throw new Error('the page has no place for the dashboard');
const { environment, deployment } = place.dataset;
const host =
  typeof acquireVsCodeApi === 'undefined'
    ? browserHost(window)
    : editorHost(acquireVsCodeApi(), { ...(environment && { environment }), ...(deployment && { deployment }) });
render(<Dashboard host={host} />, place);
