import { spawn } from 'node:child_process';
import type { Desktop } from '../ports/notifier.ts';

/** Starts the program that shows a notification, with its arguments as they are: no shell reads them. */
export const desktopProgram = (environment: Readonly<Record<string, string | undefined>>): Desktop => ({
  show: (program, parameters, signal) =>
    new Promise((resolve) => {
      const child = spawn(program, [...parameters], { env: environment, stdio: 'ignore', windowsHide: true, signal });
      child.once('error', (error) => {
        const missing = 'code' in error && error.code === 'ENOENT';
        resolve({ because: missing ? `${program} is not installed here` : error.message });
      });
      child.once('exit', (code) => resolve(code === 0 ? 'shown' : { because: `${program} ended with code ${code}` }));
    }),
});
