import * as z from 'zod';

const environment = z.object({
  DATABASE_URL: z.url(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  POOL_SIZE: z.coerce.number().int().min(1).default(10),
  COMMIT: z.string().default('unknown'),
});

export type Settings = {
  databaseUrl: string;
  host: string;
  port: number;
  poolSize: number;
  commit: string;
};

/** Throws with every faulty variable at once. */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  const result = environment.safeParse(variables);
  if (!result.success) throw new Error(`The environment is not complete.\n${z.prettifyError(result.error)}`);
  const { DATABASE_URL, HOST, PORT, POOL_SIZE, COMMIT } = result.data;
  return { databaseUrl: DATABASE_URL, host: HOST, port: PORT, poolSize: POOL_SIZE, commit: COMMIT };
}
