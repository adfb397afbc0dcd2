import type { Paint } from '../cli/terminal/paint.ts';
import type { Finding } from './bad-release.ts';
import { wrap } from './wrap.ts';

/** Each bad release with the time from the end of its deploy to NO-GO, and the first reason. */
export function findingsTable(findings: readonly Finding[], paint: Paint, columns: number): readonly string[] {
  const widest = Math.max(...findings.map(({ release }) => release.length));
  const line = (release: string, time: string, because: string) =>
    `  ${release.padEnd(widest)}  ${time.padStart(8)}  ${because}`;
  return [
    paint.quiet(line('release', 'NO-GO in', 'because')),
    ...findings.flatMap(({ release, seconds, because }) => {
      const [first = '', ...more] = wrap(because, columns - widest - 14);
      return [line(release, `${seconds.toFixed(1)} s`, first), ...more.map((rest) => line('', '', rest))];
    }),
    '',
  ];
}
