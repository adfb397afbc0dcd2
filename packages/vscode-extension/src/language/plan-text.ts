import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';

/** Keys and indices from the top of the plan. */
export type Path = readonly (string | number)[];

/** A key, or a value without parts, with its place in the text (offsets, the end excluded). */
export interface Spot {
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly start: number;
  readonly end: number;
}

/** A plan as it stands in the editor: half written, perhaps broken, and read as far as it goes. */
export interface PlanText {
  /** As plain data; what could not be read is not there. */
  readonly value: unknown;
  readonly spots: readonly Spot[];
}

export function readPlanText(text: string): PlanText {
  const document = parseDocument(text, { keepSourceTokens: false, strict: false, uniqueKeys: false });
  const spots: Spot[] = [];
  collect(document.contents, [], spots);
  return { value: plain(() => document.toJS()), spots };
}

export const spotAt = ({ spots }: PlanText, offset: number): Spot | undefined =>
  spots.find(({ start, end }) => start <= offset && offset <= end);

function collect(node: unknown, path: Path, spots: Spot[]): void {
  if (isMap(node)) {
    for (const { key, value } of node.items as Pair<unknown, unknown>[]) {
      if (!isScalar(key)) continue;
      const below = [...path, String(key.value)];
      add(key, below, 'key', spots);
      collect(value, below, spots);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) collect(item, [...path, index], spots);
  } else if (isScalar(node)) {
    add(node, path, 'value', spots);
  }
}

function add(node: Node, path: Path, part: Spot['part'], spots: Spot[]): void {
  const [start, end] = node.range ?? [];
  if (start !== undefined && end !== undefined) spots.push({ path, part, start, end });
}

/** An alias of something that is not there yet throws. */
function plain(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** What stands at a path. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? at[key as keyof typeof at] : undefined,
    value,
  );
}
