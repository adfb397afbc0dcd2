import assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { until } from './until.ts';

/** As the editor names it: by the extension and the label of its server. */
const SERVER = 'daywatch.daywatch/Daywatch';

it("hands the daemon's MCP tools to models, with its token", async () => {
  const options = { waitForLiveTools: true, autoTrustChanges: true };
  const tool = await until(async () => {
    await vscode.commands.executeCommand('workbench.mcp.startServer', SERVER, options);
    const found = vscode.lm.tools.find(({ name }) => name.endsWith('_get_verdict'));
    assert(found !== undefined, vscode.lm.tools.map(({ name }) => name).join());
    return found;
  });
  const asked = { toolInvocationToken: undefined, input: { environment: 'production' } };
  const { content } = await vscode.lm.invokeTool(tool.name, asked);
  assert.match(JSON.stringify(content), /undecided/);
});
