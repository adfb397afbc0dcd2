import { createInterface } from 'node:readline/promises';

/** Asks a person at the terminal; everything but a clear yes is a no. */
export async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const given = new AbortController();
  // Ctrl-C and Ctrl-D at the question.
  terminal.once('SIGINT', () => given.abort());
  terminal.once('close', () => given.abort());
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal: given.signal })).trim());
  } catch {
    process.stdout.write('\n');
    return false;
  } finally {
    terminal.close();
  }
}
