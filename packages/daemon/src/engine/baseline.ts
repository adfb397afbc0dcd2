import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { exposureOf, type Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { SlowWork } from '../ports/slow-work.ts';
import { distinctReadings } from './distinct-readings.ts';
import { readingFault } from './reading-fault.ts';
import { type Shape, shapeOf } from './shape.ts';
import { eachSlowly } from './slow-work.ts';
import { type Distribution, merge } from './statistics/distribution.ts';
import { type Count, nothing } from './statistics/law.ts';
import { amountOf, type Units, unitsOf } from './units.ts';

/** What a criterion was like before the deploy, in equal slots that end with it. */
export interface Baseline {
  readonly slotSeconds: number;
  readonly counts: readonly Count[];
  readonly values: readonly (Distribution | null)[];
  readonly shape: Shape | null;
  /** The longest stretch that was looked at and had no request in it. */
  readonly longestQuietSeconds: number;
}

const minute = 60;
/** A shorter baseline is cut into slots of one reading each. */
const shortSeconds = 1800;

/** Undefined when nothing was there to compare with. `observations` are in order of time and of this criterion. */
export function* baselineOf(
  criterion: Criterion,
  observations: readonly Observation[],
  startedAt: Instant,
): SlowWork<Baseline | undefined> {
  let shape: Shape | null = null;
  const earlier: Observation[] = [];
  yield* eachSlowly(observations, (observation) => {
    const { at, seconds, reading } = observation;
    const isEarlier = at < startedAt && Number.isFinite(at) && seconds > 0;
    if (!isEarlier || readingFault(criterion, reading, null) !== undefined) return;
    earlier.push(observation);
    shape = shapeOf(reading) ?? shape;
  });
  const fitting: Observation[] = [];
  yield* eachSlowly(earlier, (observation) => {
    if (readingFault(criterion, observation.reading, shape) === undefined) fitting.push(observation);
  });
  const sound = distinctReadings(fitting);
  const [first, last] = [sound[0], sound.at(-1)];
  if (first === undefined || last === undefined) return undefined;

  const span = (startedAt - first.at) / 1000;
  const slotSeconds = span < shortSeconds ? last.seconds : Math.max(minute, last.seconds);
  const length = Math.max(1, Math.floor(span / slotSeconds + 1e-9));
  const slots: Units[][] = Array.from({ length }, () => []);
  yield* eachSlowly(sound, (observation) => {
    const units = unitsOf(criterion, observation.reading, exposureOf(observation));
    const slot = length - Math.ceil((startedAt - observation.at) / 1000 / slotSeconds - 1e-9);
    if (units !== undefined) slots[slot]?.push(units);
  });
  const counts = slots.map(countIn);
  const values: (Distribution | null)[] = [];
  yield* eachSlowly(slots, (slot) => {
    values.push(valuesIn(slot));
  });
  if (slots.every((slot) => slot.every((units) => amountOf(units) === 0))) return undefined;
  return { slotSeconds, counts, values, shape, longestQuietSeconds: longestQuiet(slots) * slotSeconds };
}

function countIn(slot: readonly Units[]): Count {
  return slot.reduce<Count>(
    (sum, units) => (units.type === 'counted' ? { n: sum.n + units.count.n, k: sum.k + units.count.k } : sum),
    nothing,
  );
}

function valuesIn(slot: readonly Units[]): Distribution | null {
  const parts = slot.flatMap((units) => (units.type === 'measured' && amountOf(units) > 0 ? [units.values] : []));
  return parts.length === 0 ? null : merge(parts);
}

/** Slots in a row that were read and empty. A slot that was not read ends the row: nobody knows what was in it. */
function longestQuiet(slots: readonly (readonly Units[])[]): number {
  let longest = 0;
  let quiet = 0;
  for (const slot of slots) {
    const empty = slot.length > 0 && slot.every((units) => amountOf(units) === 0);
    quiet = empty ? quiet + 1 : 0;
    longest = Math.max(longest, quiet);
  }
  return longest;
}
