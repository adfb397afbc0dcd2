import { readFileSync } from 'node:fs';

const of = (pid: number, file: string): string => readFileSync(`/proc/${pid}/${file}`, 'utf8');

/** Seconds of a core that a process has worked so far, as Linux counts them: in hundredths. */
export function cpuSecondsOf(pid: number): number {
  const fields = of(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Megabytes of memory that a process has now. */
export const megabytesOf = (pid: number): number =>
  (Number(/VmRSS:\s+(\d+)/.exec(of(pid, 'status'))?.[1]) * 1_024) / 1e6;
