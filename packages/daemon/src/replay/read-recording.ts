import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds } from '@daywatch/shared/vocabulary/time.ts';
import { readingFault } from '../engine/reading-fault.ts';
import { linesOf } from './lines-of.ts';
import { readLine } from './read-line.ts';

/** What is to be said of a recording beside its readings. */
export interface Notes {
  lines: number;
  usable: number;
  readonly faulty: FaultyLine[];
  faultyLines: number;
  /** Criteria that the plan does not have, with the number of their readings. */
  readonly unknown: Map<string, number>;
  /** Keys that mean nothing, with the line of the first. */
  readonly strangeKeys: Map<string, number>;
  /** Readings that cannot be judged, by criterion: the first of them and how many. */
  readonly unsound: Map<string, { count: number; readonly line: number; readonly because: string }>;
  /** Criteria with lines that do not say how long their interval is. */
  readonly unsaid: Set<string>;
  disordered: number;
  firstDisordered: number | undefined;
}

export interface FaultyLine {
  readonly line: number;
  readonly because: string;
  readonly hint: string;
}

const faultsKept = 5;

export const noNotes = (): Notes => ({
  lines: 0,
  usable: 0,
  faulty: [],
  faultyLines: 0,
  unknown: new Map(),
  strangeKeys: new Map(),
  unsound: new Map(),
  unsaid: new Set(),
  disordered: 0,
  firstDisordered: undefined,
});

/**
 * The readings of a recording that are of these criteria, as they stand in it; what is to be said of the rest is noted.
 * `others`: criteria of the plan that are not looked at now, so nothing is said of their readings.
 */
export async function* readRecording({
  pieces,
  criteria,
  others = [],
  notes,
}: {
  readonly pieces: AsyncIterable<Uint8Array | string>;
  readonly criteria: readonly Criterion[];
  readonly others?: readonly Criterion[];
  readonly notes: Notes;
}): AsyncGenerator<readonly Observation[]> {
  const byName = new Map(criteria.map((criterion) => [criterion.name, criterion]));
  const aside = new Set(others.map(({ name }) => name));
  const paceOf = (name: string) => {
    notes.unsaid.add(name);
    return inSeconds(byName.get(name)?.every ?? (15_000 as Criterion['every']));
  };
  let latest = Number.NEGATIVE_INFINITY;

  for await (const lines of linesOf(pieces)) {
    const readings: Observation[] = [];
    for (const raw of lines) {
      notes.lines += 1;
      const text = notes.lines === 1 ? raw.replace(/^\uFEFF/, '') : raw;
      if (text.trim() === '') continue;
      const read = readLine(text, paceOf);
      if (read.type === 'faulty') {
        notes.faultyLines += 1;
        const { because, hint } = read;
        if (notes.faulty.length < faultsKept) notes.faulty.push({ line: notes.lines, because, hint });
        continue;
      }
      const { observation, strangeKey } = read;
      if (strangeKey !== undefined && !notes.strangeKeys.has(strangeKey))
        notes.strangeKeys.set(strangeKey, notes.lines);
      const criterion = byName.get(observation.criterion);
      if (criterion === undefined) {
        const { criterion: name } = observation;
        if (!aside.has(name)) notes.unknown.set(name, (notes.unknown.get(name) ?? 0) + 1);
        continue;
      }
      noteUnsound(notes, criterion, observation);
      if (observation.at < latest) {
        notes.disordered += 1;
        notes.firstDisordered ??= notes.lines;
      } else latest = observation.at;
      notes.usable += 1;
      // The plan's own string, so that a million readings do not hold a million names.
      readings.push({ ...observation, criterion: criterion.name });
    }
    if (readings.length > 0) yield readings;
  }
}

function noteUnsound(notes: Notes, criterion: Criterion, { reading }: Observation): void {
  if (reading.type === 'absent' || reading.type === 'error') return;
  const because = readingFault(criterion, reading, null);
  if (because === undefined) return;
  const known = notes.unsound.get(criterion.name);
  if (known !== undefined) known.count += 1;
  else notes.unsound.set(criterion.name, { count: 1, line: notes.lines, because });
}
