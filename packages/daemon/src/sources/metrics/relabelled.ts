import { type Labels, labelValue } from '../promql/labels.ts';

export interface LabelledValue {
  readonly key: string;
  readonly labels: Labels;
  readonly value: number;
}

/**
 * Series that carry on under other labels: a label was added to the metric, or taken away, while the process went on.
 * They are compared by the labels that both have. Answers what each of `appeared` grew by; a series that is not named
 * is a new one. `gone` are series of the last look that are no longer there; none may have stayed, since a series
 * beside the old ones is another one, not an old one renamed.
 */
export function relabelledGrowth(
  gone: readonly LabelledValue[],
  appeared: readonly LabelledValue[],
): ReadonlyMap<string, number> {
  const by = new Map<string, number>();
  const [before, after] = [labelNames(gone), labelNames(appeared)];
  if (gone.length === 0 || appeared.length === 0 || before === undefined || after === undefined) return by;
  const common = before.filter((name) => after.includes(name));
  const added = common.length === before.length && after.length > before.length;
  const removed = common.length === after.length && before.length > after.length;
  if (!(added || removed)) return by;

  const shared = new Map<string, { old: number; now: number; first: string }>();
  for (const { key, labels, value } of appeared) {
    const place = projected(labels, common);
    const group = shared.get(place);
    if (group === undefined) shared.set(place, { old: 0, now: value, first: key });
    else group.now += value;
    by.set(key, 0);
  }
  for (const { labels, value } of gone) {
    const group = shared.get(projected(labels, common));
    if (group !== undefined) group.old += value;
  }
  for (const { old, now, first } of shared.values()) by.set(first, now >= old ? now - old : now);
  return by;
}

/** The names of the labels that all of them have; undefined when they differ. */
function labelNames(series: readonly LabelledValue[]): readonly string[] | undefined {
  let names: readonly string[] | undefined;
  for (const { labels } of series) {
    const own = labels.filter((_, i) => i % 2 === 0).sort();
    if (names === undefined) names = own;
    else if (names.join() !== own.join()) return undefined;
  }
  return names;
}

const projected = (labels: Labels, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => labelValue(labels, name)));
