import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { assessment, createTestApp, deploymentRequest, quiet, tokens } from '../http/app.fixture.ts';
import { listen } from '../http/listen.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A daemon behind a real socket, a deployment in its watch, and an agent with the official client. */
async function agentOf(role: keyof typeof tokens, { watched = true } = {}) {
  const world = createTestApp();
  world.publish();
  if (watched) await deploy(world);
  const server = await listen(world.app, {
    host: '127.0.0.1',
    port: 0,
    portMayMove: false,
    clock: systemClock,
    log: quiet,
  });
  closers.push(() => server.close());
  const agent = new Client({ name: 'an agent', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', server.url), {
    requestInit: { headers: { authorization: `Bearer ${tokens[role]}` } },
  });
  await agent.connect(transport);
  closers.push(() => agent.close());
  return { agent, ...world };
}

async function deploy({ commands, publish, feed }: ReturnType<typeof createTestApp>): Promise<void> {
  const { id } = deploymentRequest();
  await commands.begin('production', { ...deploymentRequest(), override: 'rehearsed' }, 'devops');
  for (const phase of ['preflight', 'deploying', 'verifying'] as const) {
    await commands.report(id, [
      { type: 'phase-started', phase },
      { type: 'phase-finished', phase, outcome: 'passed' },
    ]);
  }
  const now = feed.current('production');
  publish({ ...now, assessment: assessment({ verdict: 'undecided', because: ['still gathering evidence'] }) });
}

const textOf = (result: { content: readonly unknown[] }): string =>
  result.content.map((part) => (part as { text: string }).text).join('\n');

describe('the endpoint for agents', () => {
  it('lists what only looks apart from what a person must allow', async () => {
    const { agent } = await agentOf('viewer');
    const { tools } = await agent.listTools();
    expect(
      tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint, annotations?.destructiveHint]),
    ).toEqual([
      ['get_verdict', true, false],
      ['explain_criterion', true, false],
      ['list_deployments', true, false],
      ['get_report', true, false],
      ['start_rollback', false, true],
    ]);
  });

  it('says of each tool what it wants, without the dialect that some editors would fetch from the internet', async () => {
    const { agent } = await agentOf('viewer');
    const { tools } = await agent.listTools();
    expect(tools.flatMap(({ inputSchema }) => Object.keys(inputSchema)).filter((key) => key.startsWith('$'))).toEqual(
      [],
    );
    for (const { inputSchema } of tools)
      expect(inputSchema).toMatchObject({ type: 'object', properties: expect.anything() });
  });

  it('tells the verdict in words and as the verdict document', async () => {
    const { agent } = await agentOf('viewer');
    const result = await agent.callTool({ name: 'get_verdict', arguments: {} });
    expect(textOf(result)).toMatch(/^production: Watching.*\nstill gathering evidence\nRecommendation: proceed/);
    expect(result.structuredContent).toMatchObject({ environment: 'production', verdict: 'undecided', stale: false });
  });

  it('says of a verdict that is too old that nothing is known', async () => {
    const { agent, clock } = await agentOf('viewer');
    await clock.advance(seconds(120));
    const result = await agent.callTool({ name: 'get_verdict', arguments: {} });
    expect(textOf(result)).toMatch(/^production: Stale for/);
    expect(textOf(result)).not.toContain('proceed');
    expect(result.structuredContent).toMatchObject({ stale: true });
  });

  it('explains a criterion, and names those there are when it does not exist', async () => {
    const { agent } = await agentOf('viewer');
    const result = await agent.callTool({ name: 'explain_criterion', arguments: { criterion: 'api-errors' } });
    expect(textOf(result)).toBe('API errors is passing: as usual\n0.1 %; limit 1 % · usually 0.12 %; critical.');
    expect(result.structuredContent).toMatchObject({ evidence: { eValue: 0.7 }, series: { criterion: 'api-errors' } });
    const none = await agent.callTool({ name: 'explain_criterion', arguments: { criterion: 'latency' } });
    expect(textOf(none)).toBe('production has no criterion "latency". It has api-errors.');
  });

  it('lists deployments and gives the report of the latest', async () => {
    const { agent } = await agentOf('viewer');
    const list = await agent.callTool({ name: 'list_deployments', arguments: { limit: 5 } });
    expect(textOf(list)).toContain('production 1.4.2 by devops: Watching');
    const report = await agent.callTool({ name: 'get_report', arguments: {} });
    expect(textOf(report)).toMatch(/^# shop 1\.4\.2 in production/);
  });

  it('starts no rollback: it asks the people, and the question stands in the record', async () => {
    const { agent, store, feed } = await agentOf('developer');
    const result = await agent.callTool({ name: 'start_rollback', arguments: { reason: 'checkout fails' } });
    expect(textOf(result)).toContain('Nothing has been started');
    expect(feed.current('production')?.deployment).toMatchObject({
      phase: 'watching',
      rollbackAsked: { by: 'the developer', reason: 'checkout fails' },
    });
    const events = await store.events('01JEDEPLOY');
    expect(events.at(-1)).toMatchObject({ actor: 'the developer', event: { type: 'rollback-asked' } });
  });

  it('lets an agent do what its token may, and no more', async () => {
    const { agent, feed } = await agentOf('viewer');
    const result = await agent.callTool({ name: 'start_rollback', arguments: { reason: 'checkout fails' } });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('This needs the role developer');
    expect(feed.current('production')?.deployment?.rollbackAsked).toBeUndefined();
  });

  it('says that nothing was deployed, instead of guessing', async () => {
    const { agent } = await agentOf('viewer', { watched: false });
    for (const name of ['get_verdict', 'get_report', 'list_deployments'])
      expect(textOf(await agent.callTool({ name, arguments: {} }))).toMatch(/No deployment yet|Nothing was deployed/);
    const asked = await agent.callTool({ name: 'start_rollback', arguments: { reason: 'because' } });
    expect(textOf(asked)).toContain('nothing to roll back');
  });

  it('refuses what a tool does not take', async () => {
    const { agent } = await agentOf('viewer');
    const result = await agent.callTool({ name: 'list_deployments', arguments: { limit: 1_000 } });
    expect(result.isError).toBe(true);
  });

  it('answers nobody without a token, and has no session to listen to', async () => {
    const { ask } = createTestApp();
    expect((await ask('POST', '/mcp', { as: 'nobody', body: {} })).status).toBe(401);
    expect((await ask('GET', '/mcp')).status).toBe(405);
    expect((await ask('DELETE', '/mcp')).headers.get('allow')).toBe('POST');
  });
});
