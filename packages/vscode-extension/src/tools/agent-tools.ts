import { t } from '@vscode/l10n';
import {
  Disposable,
  EventEmitter,
  LanguageModelTextPart,
  LanguageModelToolResult,
  lm,
  McpHttpServerDefinition,
  Uri,
} from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { type Daemon, toolSetOf } from '../daemon.ts';
import { healthText } from './health-text.ts';

/** What agents in the editor get: the daemon's MCP endpoint, and one tool that answers from what the window knows. */
export function registerAgentTools(cockpit: Cockpit, daemon: () => Daemon | undefined): Disposable & { show(): void } {
  const changed = new EventEmitter<void>();
  let known: string | undefined;
  let wasOnline = false;
  const all = Disposable.from(
    changed,
    lm.registerTool('daywatch_deploy_health', {
      invoke: () =>
        new LanguageModelToolResult([new LanguageModelTextPart(healthText(cockpit.model(), cockpit.now()))]),
      prepareInvocation: () => ({ invocationMessage: t('Asking Daywatch about {0}', cockpit.model().environment) }),
    }),
    lm.registerMcpServerDefinitionProvider('daywatch.mcp', {
      onDidChangeMcpServerDefinitions: changed.event,
      // Without the token: definitions are kept by the editor.
      async provideMcpServerDefinitions() {
        const url = daemon()?.url;
        if (url === undefined) return [];
        return [new McpHttpServerDefinition('Daywatch', Uri.parse(`${url}/mcp`), {}, await toolSetOf(url))];
      },
      resolveMcpServerDefinition(definition) {
        const current = daemon();
        const isOurs = current !== undefined && definition instanceof McpHttpServerDefinition;
        if (!isOurs || definition.uri.toString() !== Uri.parse(`${current.url}/mcp`).toString()) return undefined;
        if (current.token !== undefined) definition.headers = { authorization: `Bearer ${current.token}` };
        return definition;
      },
    }),
  );
  return {
    /** The daemon may have moved; one that comes back may be of another version, with other tools. One that is away has none to tell. */
    show() {
      const url = daemon()?.url;
      const isOnline = cockpit.model().connection.state === 'online';
      if (url !== known || (isOnline && !wasOnline)) changed.fire();
      known = url;
      wasOnline = isOnline;
    },
    dispose: () => all.dispose(),
  };
}
