import { render } from 'preact';
import { Dashboard } from './dashboard.tsx';
import { takeToken } from './token.ts';

const place = document.getElementById('dashboard');
if (place === null) throw new Error('the page has no place for the dashboard');
// Beside the page, not at the root: an editor in a browser forwards the daemon's port under a path of its own.
const url = new URL('.', location.href).href;
render(<Dashboard url={url} firstToken={takeToken(location, history, sessionStorage)} />, place);
