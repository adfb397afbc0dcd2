import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** How the tools of the same machine and user find the daemon of a folder. Both files are for their owner only. */
const connection = z.object({
  url: z.string(),
  pid: z.number(),
  version: z.string(),
  /** Path of the file that holds the token. */
  tokenFile: z.string(),
});
export type Connection = z.infer<typeof connection>;

const connectionPath = (folder: string): string => join(folder, 'daemon.json');
const tokenPath = (folder: string): string => join(folder, 'token');

/** The folder's own token; made at the first start, and the same ever after, so that open editors stay signed in. */
export function ownToken(folder: string, makeSecret: () => string): { readonly token: string; readonly file: string } {
  const file = tokenPath(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Neither the token nor the store is for the repository that the folder stands in.
  if (!existsSync(join(folder, '.gitignore'))) writeFileSync(join(folder, '.gitignore'), '*\n');
  if (!existsSync(file)) writeSecretly(file, `${makeSecret()}\n`);
  chmodSync(file, 0o600);
  return { token: readFileSync(file, 'utf8').trim(), file };
}

/** What links in messages are signed with; made at the first start, and the same ever after. */
export function linkKey(folder: string, makeSecret: () => string): string {
  const file = join(folder, 'link-key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) writeSecretly(file, `${makeSecret()}\n`);
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}

export function announce(folder: string, facts: Connection): void {
  writeSecretly(connectionPath(folder), `${JSON.stringify(facts, null, 2)}\n`);
}

/** Takes the announcement back, unless another daemon has made its own by now. */
export function withdraw(folder: string, pid: number): void {
  if (readConnection(folder)?.pid === pid) rmSync(connectionPath(folder), { force: true });
}

/** What the last daemon of this folder announced; it may be gone. */
export function readConnection(folder: string): Connection | undefined {
  try {
    return connection.parse(JSON.parse(readFileSync(connectionPath(folder), 'utf8')));
  } catch {
    return undefined;
  }
}

// Renamed into place: nobody ever reads half a file.
function writeSecretly(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}
