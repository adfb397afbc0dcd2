import type { Fetch } from '@daywatch/shared/client/client.ts';
import type { Handlers } from './handler.ts';
import { agents } from './handlers/agents.ts';
import { announcements } from './handlers/announcements.ts';
import { deployments } from './handlers/deployments.ts';
import { environments } from './handlers/environments.ts';
import { history } from './handlers/history.ts';
import { operations } from './handlers/operations.ts';
import { runners } from './handlers/runners.ts';
import { signedLinks } from './handlers/signed-links.ts';
import { silences } from './handlers/silences.ts';
import { windows } from './handlers/windows.ts';
import type { HttpParts } from './parts.ts';
import { createRenderer } from './rendered.ts';
import { liveStream } from './stream.ts';

/** What answers each route: a route without its handler does not compile. */
export function createHandlers(parts: HttpParts, ask: Fetch): Handlers {
  const boot = parts.ids.next();
  const render = createRenderer(boot);
  return {
    ...operations(parts),
    ...environments(parts, render),
    ...deployments(parts),
    ...history(parts),
    ...runners(parts),
    ...agents(parts, ask),
    ...silences(parts),
    ...windows(parts),
    ...announcements(parts),
    ...signedLinks(parts),
    ...liveStream(parts, render, boot),
  } satisfies Handlers;
}
