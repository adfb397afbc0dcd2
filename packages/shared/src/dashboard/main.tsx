import { render } from 'preact';
import { Dashboard } from './dashboard.tsx';
import { takeToken } from './token.ts';

const place = document.getElementById('dashboard');
if (place === null) throw new Error('the page has no place for the dashboard');
render(<Dashboard url={location.origin} firstToken={takeToken(location, history, sessionStorage)} />, place);
