import { spawn } from 'node:child_process';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from './ports/clock.ts';
import type { FollowedCommand, Following } from './ports/shell.ts';
import { processGroup } from './process-group.ts';

/** How long a process may take to end after TERM before it is killed. */
const grace = seconds(1);
const keptComplaints = 500;

/** Starts a command that goes on. It ends with this process, however that ends by itself. */
export function followCommand(
  command: FollowedCommand,
  place: {
    readonly folder: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly clock: Clock;
  },
): Following {
  const child = spawn('sh', ['-c', command.line], {
    cwd: place.folder,
    env: place.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const group = processGroup(child.pid);
  process.once('exit', group.kill);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = `${complaints}${text}`.slice(-keptComplaints);
  });
  child.stdout.on('data', (piece: Buffer) => command.onOutput(piece));
  const over = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
      const said = complaints.trim().replace(/\s+/g, ' ');
      resolve(said === '' ? how : `${how} (${said})`);
    });
  }).finally(() => process.off('exit', group.kill));
  return {
    type: 'following',
    over,
    pause: () => void child.stdout.pause(),
    resume: () => void child.stdout.resume(),
    async end() {
      child.stdout.removeAllListeners('data').resume();
      await group.end(grace, place.clock);
    },
  };
}
