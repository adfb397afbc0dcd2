import type { Fetch } from '@daywatch/shared/client/client.ts';
import type { AgentEndpoint } from '../../mcp/endpoint.ts';
import type { Handlers } from '../handler.ts';
import type { HttpParts } from '../parts.ts';

/** Where agents ask. They reach the daemon through its own API, with their own token. */
export function agents(
  { about, clock, stopping }: Pick<HttpParts, 'about' | 'clock' | 'stopping'>,
  ask: Fetch,
): Pick<Handlers, 'agents'> {
  let endpoint: Promise<AgentEndpoint> | undefined;

  /** Loaded with the first question, as most daemons never hear one; and with the next, where that did not succeed. */
  async function open(): Promise<AgentEndpoint> {
    try {
      const { createAgentEndpoint } = await import('../../mcp/endpoint.ts');
      const opened = createAgentEndpoint({ version: about.version, clock, ask });
      stopping.addEventListener('abort', () => void opened.close(), { once: true });
      return opened;
    } catch (cause) {
      endpoint = undefined;
      throw cause;
    }
  }

  return {
    async agents({ context }) {
      endpoint ??= open();
      const token = context.req.header('authorization')?.replace(/^Bearer +/i, '') ?? '';
      return (await endpoint).answer(context.req.raw, token);
    },
  };
}
