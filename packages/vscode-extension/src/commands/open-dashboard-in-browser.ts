import { env, Uri } from 'vscode';
import type { Cockpit } from '../cockpit.ts';

/** The dashboard in a browser. The token goes in the fragment, which no server and no log ever sees. */
export async function openDashboardInBrowser(cockpit: Cockpit): Promise<void> {
  const { url, token } = cockpit.daemon();
  const address = await env.asExternalUri(Uri.parse(`${url}/`));
  await env.openExternal(token === undefined ? address : address.with({ fragment: `token=${token}` }));
}
