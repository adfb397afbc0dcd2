import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const team = { name: 'Shop Team', email: 'team@shop.example' };

/** Runs git as the shop's team, untouched by the settings of whoever runs it; `at` dates what it commits. */
export async function runGit(folder: string, args: readonly string[], at?: Date): Promise<string> {
  const { stdout } = await execute('git', args, { cwd: folder, env: environment(at) });
  return stdout.trim();
}

function environment(at: Date | undefined): NodeJS.ProcessEnv {
  const date = at?.toISOString();
  // Inside a git hook GIT_DIR and its like point at another repository.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: team.name,
    GIT_AUTHOR_EMAIL: team.email,
    GIT_COMMITTER_NAME: team.name,
    GIT_COMMITTER_EMAIL: team.email,
    ...(date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }),
  };
}
