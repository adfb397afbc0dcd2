import { createClient, type Fetch } from '@daywatch/shared/client/client.ts';
import { failureText } from '@daywatch/shared/client/result.ts';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type { Clock } from '../ports/clock.ts';
import type { AgentDesk, AgentTool } from './agent-tool.ts';
import { agentTools } from './tools.ts';

export interface AgentParts {
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  /** The daemon's own API, asked without a socket. */
  readonly ask: Fetch;
}

export interface AgentEndpoint {
  answer(request: Request, token: string): Promise<Response>;
  close(): Promise<void>;
}

const largestRequest = 1024 * 1024;

/** What agents speak with: the Model Context Protocol over HTTP, without sessions. */
export function createAgentEndpoint({ version, clock, ask }: AgentParts): AgentEndpoint {
  const endpoint = createMcpHandler(
    ({ authInfo }) => {
      const server = new McpServer(
        { name: 'daywatch', title: 'Daywatch', version },
        { instructions: 'Daywatch watches a service after each deployment and says go or no-go, with its reasons.' },
      );
      const client = createClient({ url: 'http://localhost', token: authInfo?.token ?? '', fetch: ask });
      for (const tool of agentTools) register(server, tool, () => ({ client, now: clock.now() }));
      return server;
    },
    { maxRequestBodySize: largestRequest },
  );
  return {
    answer: (request, token) => endpoint.fetch(request, { authInfo: { token, clientId: 'bearer token', scopes: [] } }),
    close: () => endpoint.close(),
  };
}

function register(server: McpServer, tool: AgentTool, desk: () => AgentDesk): void {
  const { name, title, description, input, readOnly } = tool;
  const annotations = { readOnlyHint: readOnly, destructiveHint: !readOnly, openWorldHint: false };
  const inputSchema = withoutDialect(input);
  server.registerTool(name, { title, description, inputSchema, annotations }, async (asked) => {
    const answer = await tool.run(asked, desk());
    if ('failure' in answer) return { content: [{ type: 'text', text: failureText(answer.failure) }], isError: true };
    const { text, data } = answer;
    return { content: [{ type: 'text', text }], ...(data !== undefined && { structuredContent: data }) };
  });
}

/**
 * The same, but what its JSON Schema is written in is left unsaid: VS Code 1.105 would fetch the dialect from the internet, and
 * leave every tool out where it cannot.
 */
function withoutDialect<Input extends AgentTool['input']>(input: Input) {
  const standard = input['~standard'];
  const { jsonSchema } = standard;
  const describe: typeof jsonSchema.input = (options) => {
    const { $schema: _, ...said } = jsonSchema.input(options);
    return said;
  };
  return { '~standard': { ...standard, jsonSchema: { ...jsonSchema, input: describe } } };
}
