import type { Paint } from '../cli/terminal/paint.ts';
import type { Finding } from './bad-release.ts';

/** Each bad release with the time from the end of its deploy to NO-GO, and the first reason. */
export function findingsTable(findings: readonly Finding[], paint: Paint): readonly string[] {
  const rows = findings.map(({ release, seconds, because }) => [release, `${seconds.toFixed(1)} s`, because] as const);
  const widest = Math.max('release'.length, ...rows.map(([release]) => release.length));
  const line = (release: string, time: string, because: string) =>
    `  ${release.padEnd(widest)}  ${time.padStart(8)}  ${because}`;
  return [paint.quiet(line('release', 'NO-GO in', 'reason')), ...rows.map((row) => line(...row)), ''];
}
