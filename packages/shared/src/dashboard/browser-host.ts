import type { Host, Place } from './host.ts';
import { keepToken, takeToken } from './token.ts';

/** The page as the daemon serves it, in any browser. */
export function browserHost(window: Window): Host {
  const { location, history, sessionStorage, document } = window;
  const token = takeToken(location, history, sessionStorage);
  const asked = new URLSearchParams(location.search);
  const [environment, deployment] = [asked.get('environment'), asked.get('deployment')];
  return {
    // Beside the page, not at the root: an editor in a browser forwards the daemon's port under a path of its own.
    url: new URL('.', location.href).href,
    ...(token !== undefined && { token }),
    keepToken: (given) => keepToken(given, sessionStorage),
    place: { ...(environment && { environment }), ...(deployment && { deployment }) },
    keepPlace(place: Place) {
      const query = new URLSearchParams({ ...place }).toString();
      history.replaceState(null, '', `${location.pathname}${query === '' ? '' : `?${query}`}`);
    },
    saveReport(name, html) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
      link.download = name;
      link.click();
      // The browser has taken the address by then; the page need not keep the text.
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
  };
}
