import { spawn } from 'node:child_process';

/**
 * How a command ended, with everything it printed.
 * @typedef {{ code: number, output: string }} Ended
 */

/**
 * Runs a command to its end and never rejects because of its exit code.
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] with `show` its output goes to the terminal instead
 * @returns {Promise<Ended>}
 */
export function run([file = '', ...args], { cwd, env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? (signal === null ? 1 : 128), output }));
  });
}
