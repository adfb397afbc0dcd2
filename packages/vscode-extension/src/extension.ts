import './texts.ts';

import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { t } from '@vscode/l10n';
import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { openClaimFolder } from './claim-folder.ts';
import type { Cockpit } from './cockpit.ts';
import { registerCommands } from './commands/register-commands.ts';
import { setToken } from './commands/set-token.ts';
import { connect, type DaemonConnection } from './connection.ts';
import { criteriaContent } from './content/criteria-content.ts';
import { preflightContent } from './content/preflight-content.ts';
import { deepLink } from './deep-link.ts';
import { watchTerminals } from './detect/watch-terminals.ts';
import { findPlan } from './find-plan.ts';
import { isAlive } from './is-alive.ts';
import { helpOnceNeeded } from './language/help-once-needed.ts';
import { type Happened, initialModel, reduce } from './model.ts';
import { type Notice, noticeOf } from './notice.ts';
import { claimNotice } from './notice-lease.ts';
import { mayTell } from './notice-policy.ts';
import { say } from './say.ts';
import { readSettings } from './settings.ts';
import { situationOf } from './situation.ts';
import { registerTasks } from './tasks/task-provider.ts';
import { createTokens } from './tokens.ts';
import { registerAgentTools } from './tools/agent-tools.ts';
import { createDashboardPanel } from './views/dashboard-panel.ts';
import { createDeploysTree } from './views/deploys-tree.ts';
import { createNotifications } from './views/notifications.ts';
import { createRowTree } from './views/row-tree.ts';
import { createStatusBar } from './views/status-bar.ts';
import { watchOutage } from './views/watch-outage.ts';
import { watchPlan } from './views/watch-plan.ts';

/** Milliseconds. */
const otherWindowsFirst = 500;

/** Builds the cockpit and connects it; nothing here waits for the network, git or the daemon. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Daywatch', { log: true });
  const first = workspace.workspaceFolders?.[0];
  const folder = first?.uri.fsPath;
  // Of several folders each may have settings of its own; the plan is the first one's.
  const settings = () => readSettings(workspace.getConfiguration('daywatch', first?.uri));
  const program = { node: process.execPath, main: join(context.extensionPath, 'dist', 'daemon', 'main.mjs') };
  const { version }: { version: string } = context.extension.packageJSON;
  const claims = openClaimFolder(join(context.globalStorageUri.fsPath, 'notices'));
  const tokens = createTokens(context.secrets);
  let model = initialModel(settings().environment);
  let connection: DaemonConnection | undefined;
  let disconnecting = new AbortController();

  const cockpit: Cockpit = {
    program,
    now: () => instant(Date.now()),
    folder,
    plan: () => (folder === undefined ? undefined : findPlan(folder, settings().planPath)),
    settings,
    model: () => model,
    daemon() {
      const daemon = connection?.current();
      if (daemon === undefined)
        throw new Error(t('Daywatch has no daemon to talk to yet. Start one: "Daywatch: Start Local Daemon".'));
      return daemon;
    },
    startDaemon() {
      if (connection === undefined) throw new Error(t('Daywatch is not connected.'));
      return connection.start();
    },
    log: (sentence) => log.info(sentence),
    showLog: () => log.show(),
  };

  const statusBar = createStatusBar(cockpit);
  const trees = [
    createRowTree(
      'daywatch.preflight',
      () => preflightContent(model),
      async ({ command: row }) => void commands.executeCommand('daywatch.toggleSignOff', row?.given),
    ),
    createRowTree('daywatch.criteria', () => criteriaContent(model, cockpit.now())),
    createDeploysTree(cockpit),
  ];
  const notifications = createNotifications(cockpit);
  const outage = watchOutage(() => model, tellOnce);
  const agentTools = registerAgentTools(cockpit, () => connection?.current());
  const dashboard = createDashboardPanel(cockpit, context.extensionPath);
  const planHelp = helpOnceNeeded(cockpit, context.extensionPath);

  function tell(happened: Happened): void {
    const before = model;
    model = reduce(model, happened);
    if (happened.type === 'environment' && happened.view.name === model.environment) {
      const notice = noticeOf(before.views[happened.view.name], happened.view, cockpit.now());
      if (notice !== undefined) tellOnce(notice);
    }
    if (situationOf(before) !== situationOf(model)) announceSituation();
    // The page stops asking when it is refused.
    if (before.connection.state === 'refused' && model.connection.state === 'online') dashboard.again();
    statusBar.show();
    for (const tree of trees) tree.show();
    planHelp.show();
    agentTools.show();
    outage.show();
  }

  /** The window that is looked at is the first to ask whether it may. */
  function tellOnce(notice: Notice): void {
    const today = new Date(cockpit.now());
    if (!mayTell(notice, settings(), today.getHours() * 60 + today.getMinutes())) return;
    const ask = async () => {
      // Where claims cannot be written, it is said rather twice than never.
      const mine = await claimNotice(notice, { claims, pid: process.pid, now: cockpit.now, isAlive }).catch(() => true);
      if (mine) notifications.show(notice);
    };
    if (window.state.focused) void ask();
    else setTimeout(() => void ask(), otherWindowsFirst);
  }

  const announceSituation = () => void commands.executeCommand('setContext', 'daywatch.situation', situationOf(model));

  function reconnect(): void {
    disconnecting.abort();
    disconnecting = new AbortController();
    const { daemonUrl, autoStart } = settings();
    connection = connect({
      plan: cockpit.plan(),
      program,
      version,
      configured: daemonUrl === undefined ? undefined : () => tokens.of(daemonUrl),
      mayStart: autoStart && workspace.isTrusted,
      signal: disconnecting.signal,
      wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
      tell,
      log: cockpit.log,
    });
  }

  context.subscriptions.push(
    log,
    statusBar,
    ...trees,
    notifications,
    outage,
    dashboard,
    planHelp,
    agentTools,
    registerTasks(cockpit),
    watchTerminals(cockpit),
    registerCommands(cockpit, {
      openDashboard: (deployment) => dashboard.open(deployment),
      async setToken() {
        if (await setToken(cockpit, tokens)) reconnect();
      },
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('daywatch.daemon')) reconnect();
      if (event.affectsConfiguration('daywatch.statusBar')) statusBar.show();
      if (event.affectsConfiguration('daywatch.environment'))
        tell({ type: 'chosen', environment: settings().environment });
    }),
    workspace.onDidGrantWorkspaceTrust(reconnect),
    window.registerUriHandler({
      handleUri({ path }) {
        const link = deepLink(path);
        if (link === undefined) void say.error(t('Daywatch knows no link to {0}.', path));
        else void commands.executeCommand(link.command, link.given);
      },
    }),
    watchPlan(cockpit, reconnect),
    // The daemon goes on: it watches for longer than any window lives.
    { dispose: () => disconnecting.abort() },
  );

  announceSituation();
  statusBar.show();
  setImmediate(reconnect);
}
