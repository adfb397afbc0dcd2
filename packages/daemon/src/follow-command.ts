import type { FollowedCommand, Following } from './ports/shell.ts';
import { type ShellPlace, spawnSh } from './spawn-sh.ts';

const keptComplaints = 500;

/** Starts a command that goes on. It ends with this process, however that ends by itself. */
export function followCommand(command: FollowedCommand, place: ShellPlace): Following {
  const { child, end, letGo } = spawnSh(command.line, place);
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
  }).finally(letGo);
  return {
    type: 'following',
    over,
    pause: () => void child.stdout.pause(),
    resume: () => void child.stdout.resume(),
    async end() {
      child.stdout.removeAllListeners('data').resume();
      await end();
    },
  };
}
