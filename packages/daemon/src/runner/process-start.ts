import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process as it can be known again: ids are given out anew, a beginning is not. */
export interface KnownProcess {
  readonly pid: number;
  readonly startedAt: string;
}

/** When a process began, in the words of this machine; `undefined` when there is none. */
export function startOf(pid: number): string | undefined {
  try {
    // `pid (name) state … starttime`: the 20th field behind the name, in ticks since the machine started.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only nobody has asked for its exit code yet.
    return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`;
  } catch {
    return process.platform === 'linux' ? undefined : startByPs(pid);
  }
}

function startByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether it still runs: the process itself, or anything in the group that it leads. */
export function groupLives({ pid, startedAt }: KnownProcess, what: 'process' | 'group'): boolean {
  const now = startOf(pid);
  if (now !== undefined) return now === startedAt;
  // The leader has ended. Its id is not given out again while there is somebody in its group.
  return what === 'group' && process.platform !== 'win32' && isSomebodyIn(pid);
}

function isSomebodyIn(group: number): boolean {
  const members = groupMembers(group);
  if (members !== undefined) return members > 0;
  try {
    return process.kill(-group, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** How many live in a group, by `/proc`; zombies have ended. */
function groupMembers(group: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      const [state, , leader] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(leader) === group && state !== 'Z';
    } catch {
      return false;
    }
  }).length;
}
