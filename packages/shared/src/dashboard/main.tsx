import { render } from 'preact';
import { browserHost } from './browser-host.ts';
import { Dashboard } from './dashboard.tsx';

const place = document.getElementById('dashboard');
if (place === null) throw new Error('the page has no place for the dashboard');
render(<Dashboard host={browserHost(window)} />, place);
