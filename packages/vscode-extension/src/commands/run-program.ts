import { execFile } from 'node:child_process';
import { asNode, type Program } from '../daemon.ts';

interface Place {
  readonly cwd: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints counts with any exit code: that tells how it went. */
  readonly anyEnd?: true;
}

/** What the command line prints. Rejects with its own words, without its sign and its lines: a notification has one. */
export function runProgram(
  { node, main }: Program,
  words: readonly string[],
  { cwd, env, anyEnd }: Place,
): Promise<string> {
  const place = { cwd, env: { ...process.env, ...asNode, NO_COLOR: '1', ...env }, timeout: 60_000 };
  return new Promise((resolve, reject) => {
    execFile(node, [main, ...words], place, (cause, output, complaint) => {
      if (cause === null || (anyEnd && output.trim() !== '')) return resolve(output);
      const said = complaint.trim() || cause.message;
      reject(new Error(said.replace(/^✗ /, '').replace(/\s*\n\s*/g, ' '), { cause }));
    });
  });
}
