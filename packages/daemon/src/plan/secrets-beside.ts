import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * Where `${NAME}` in a plan is looked up: the environment, and under it the `.env` file beside the plan, for an editor
 * rarely has the service's secrets in its environment.
 */
export function secretsBeside(
  planFile: string | undefined,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  const file = planFile === undefined ? undefined : join(dirname(planFile), '.env');
  if (file === undefined || !existsSync(file)) return environment;
  return { ...parseEnv(readFileSync(file, 'utf8')), ...environment };
}
