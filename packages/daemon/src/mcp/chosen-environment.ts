import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { Client } from '@daywatch/shared/client/client.ts';
import type { Failure } from '@daywatch/shared/client/result.ts';
import * as z from 'zod';

export const environmentInput = z
  .string()
  .min(1)
  .optional()
  .describe('The environment, for instance production. May be left out when there is only one.');

/** The environment that is named, or the only one there is. */
export async function chosenEnvironment(
  client: Client,
  named: string | undefined,
): Promise<EnvironmentView | { readonly failure: Failure }> {
  if (named !== undefined) {
    const got = await client.environment({ environment: named });
    return got.ok ? got.value : { failure: got.failure };
  }
  const got = await client.environments();
  if (!got.ok) return { failure: got.failure };
  const [only, ...others] = got.value.environments;
  if (only !== undefined && others.length === 0) return only;
  const names = got.value.environments.map(({ name }) => name).join(', ');
  const detail =
    only === undefined ? 'This daemon watches no environment yet.' : `Which environment? There are ${names}.`;
  return {
    failure: {
      type: 'refused',
      problem: { type: '/docs', title: 'Which', status: 404, code: 'unknown-environment', detail },
    },
  };
}
