import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '@daywatch/shared/dashboard/host.ts';
import type { ToHost } from '@daywatch/shared/dashboard/webview-messages.ts';
import { webviewPage } from '@daywatch/shared/dashboard/webview-page.ts';
import { createRelay, type Relay } from '@daywatch/shared/dashboard/webview-relay.ts';
import { type Disposable, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { showReport } from '../commands/open-report.ts';

const type = 'daywatch.dashboard';
const options = { enableScripts: true, localResourceRoots: [] };

interface Shown {
  readonly panel: WebviewPanel;
  /** Where it begins. */
  readonly place: Place;
  relay: Relay;
}

export interface DashboardPanel extends Disposable {
  /** Shows the dashboard; there is one in a window. With a deployment it begins there, wherever it was. */
  open(deployment?: string): void;
  /** Begins anew, as after another token. */
  again(): void;
}

/** The dashboard in a tab of the editor. The page has no token and no network: the extension asks the daemon in its place. */
export function createDashboardPanel(cockpit: Cockpit, extensionPath: string): DashboardPanel {
  let shown: Shown | undefined;

  const relayTo = ({ webview }: WebviewPanel): Relay =>
    createRelay({ daemon: () => cockpit.daemon(), post: (message) => void webview.postMessage(message) });

  /** The page that has asked is gone; the next one counts its questions from 1 again. */
  function renewRelay(of: Shown): void {
    of.relay.close();
    of.relay = relayTo(of.panel);
  }

  function load({ panel: { webview }, place }: Shown): void {
    // The page that the daemon serves: one dashboard, wherever it is looked at.
    const page = readFileSync(join(extensionPath, 'dist', 'daemon', 'dashboard.html'), 'utf8');
    webview.html = webviewPage(page, {
      nonce: randomUUID(),
      environment: cockpit.settings().environment,
      ...place,
    });
  }

  function adopt(panel: WebviewPanel, place: Place): void {
    shown?.panel.dispose();
    panel.title = titleOf(place);
    panel.iconPath = Uri.file(join(extensionPath, 'media', 'icon.png'));
    const mine: Shown = { panel, place, relay: relayTo(panel) };
    shown = mine;
    panel.webview.onDidReceiveMessage((message: ToHost) => {
      switch (message.type) {
        case 'ask':
        case 'drop':
          return mine.relay.hear(message);
        case 'place':
          panel.title = titleOf(message.place);
          return;
        case 'report':
          return showReport(message.html);
      }
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is gone; it asks anew when it is looked at again.
      if (!panel.visible) renewRelay(mine);
    });
    panel.onDidDispose(() => {
      mine.relay.close();
      if (shown === mine) shown = undefined;
    });
    load(mine);
  }

  const titleOf = ({ environment = cockpit.settings().environment }: Place): string => `Daywatch: ${environment}`;

  const serializer = window.registerWebviewPanelSerializer(type, {
    async deserializeWebviewPanel(panel, place: Place | undefined) {
      panel.webview.options = options;
      adopt(panel, place ?? {});
    },
  });

  return {
    open(deployment) {
      if (shown !== undefined && deployment === undefined) return shown.panel.reveal();
      const panel = window.createWebviewPanel(type, 'Daywatch', ViewColumn.Active, {
        ...options,
        enableFindWidget: true,
      });
      adopt(panel, deployment === undefined ? {} : { deployment });
    },
    again() {
      if (shown === undefined) return;
      renewRelay(shown);
      load(shown);
    },
    /** The tab stays: it is there again when the window has been loaded again. */
    dispose() {
      serializer.dispose();
      shown?.relay.close();
    },
  };
}
