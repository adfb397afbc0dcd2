import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * How a command ended, with everything it printed.
 * @typedef {{ code: number, output: string }} Ended
 */

/**
 * Runs a command to its end; its exit code is an answer, not an error. With `show` it has the terminal to itself; with
 * `yielding` it, and what it starts, gives way to what else runs on this machine.
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, yielding?: boolean }} [options]
 * @returns {Promise<Ended>}
 */
export function run(command, { cwd, env, show = false, yielding = false } = {}) {
  // A third of what the others get, while they take all there is.
  const [file = '', ...args] = yielding ? ['nice', '-n', '5', ...command] : command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    // Ctrl+C reaches the child by itself; it decides how to end, and this process ends after it.
    const wait = () => {};
    const pass = () => child.kill('SIGTERM');
    process.on('SIGINT', wait).on('SIGTERM', pass);
    const done = () => process.off('SIGINT', wait).off('SIGTERM', pass);
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (code, signal) => {
      done();
      resolve({ code: code ?? 128 + constants.signals[signal ?? 'SIGTERM'], output });
    });
  });
}
