import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import { closest } from '../plan/closest.ts';
import type { Notes } from '../replay/read-recording.ts';

/** What is to be said of a recording before its verdict: each thing once, with the line where it is. */
export function noteLines(
  notes: Notes,
  { name, criteria, sorted }: { readonly name: string; readonly criteria: readonly string[]; readonly sorted: boolean },
): readonly string[] {
  const { faulty, faultyLines, unknown, strangeKeys, unsound, disordered, firstDisordered } = notes;
  return [
    ...faulty.map(({ line, because, hint }) => `${name}:${line}: ${because}. ${hint}`),
    ...(faultyLines > faulty.length ? [`${name}: ${many(faultyLines - faulty.length, 'more faulty line')}.`] : []),
    ...(faultyLines > 0 ? [`${many(faultyLines, 'faulty line')} of ${groupThousands(notes.lines)} left out.`] : []),
    ...[...unknown].map(([criterion, count]) => {
      const near = closest(criterion, criteria);
      const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
      return `The plan has no criterion "${criterion}"; ${many(count, 'reading')} of it left out.${hint}`;
    }),
    ...[...strangeKeys].map(([key, line]) => `${name}:${line}: "${key}" means nothing here; it is not looked at.`),
    ...[...unsound].map(
      ([criterion, { count, line, because }]) =>
        `${criterion}: ${many(count, 'reading')} cannot be judged; the first in line ${groupThousands(line)}: ${because}.`,
    ),
    ...(disordered === 0
      ? []
      : [
          `${many(disordered, 'line')} not in order of time, the first in line ${groupThousands(firstDisordered ?? 0)}: ${
            sorted ? 'everything was read and sorted first.' : 'left out. Sort them first, or give a file instead of -.'
          }`,
        ]),
  ];
}

export const many = (count: number, one: string): string => `${groupThousands(count)} ${one}${count === 1 ? '' : 's'}`;
