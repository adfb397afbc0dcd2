import { type Path, readPlanText, valueAt } from './plan-text.ts';

/** Where the cursor stands in a plan that is being written, and what may come there. */
export interface Gap {
  /** Of the mapping that gets a key, or of the value. */
  readonly path: Path;
  readonly kind: 'key' | 'value';
  /** Between `{` and `}`, or `[` and `]`. */
  readonly inFlow: boolean;
  /** The whole plan as it is without what is being typed. */
  readonly plan: unknown;
  /** The word at the cursor: offsets, the end excluded. */
  readonly start: number;
  readonly end: number;
}

/** Stands for what is being typed. No plan has it. */
const mark = '\u2038';

/** Every reading of the place at the cursor: after `- ` both a key and a value may come. */
export function gapsAt(text: string, offset: number): readonly Gap[] {
  const start = offset - (/[\w$./-]*$/.exec(lineBefore(text, offset))?.[0].length ?? 0);
  const end = offset + (/^[\w$./-]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const before = lineBefore(text, start);
  if (/(^|\s)#/.test(before)) return [];
  const hasColon = /^\s*:/.test(text.slice(end));
  const inFlow = flowDepth(text.slice(0, start)) > 0;
  const place = { inFlow, start, end };
  const isValue = /:\s*$/.test(before) || /\[\s*$/.test(before);
  const isItem = /-\s+$/.test(before) || (inFlow && /,\s*$/.test(before));
  const asKey = () => find('key', `${text.slice(0, start)}${mark}${hasColon ? '' : ':'}${text.slice(end)}`);
  const asValue = () => find('value', `${text.slice(0, start)}${mark}${text.slice(end)}`);
  const found = isValue ? [asValue()] : isItem && !hasColon ? [asKey(), asValue()] : [asKey()];
  return found.flatMap((gap) => (gap === undefined ? [] : [{ ...gap, ...place }]));
}

function find(kind: Gap['kind'], text: string): Pick<Gap, 'path' | 'kind' | 'plan'> | undefined {
  const plan = readPlanText(text);
  const spot = plan.spots.find(({ part, start, end }) => part === kind && text.slice(start, end) === mark);
  if (spot === undefined) return undefined;
  return { kind, path: kind === 'key' ? spot.path.slice(0, -1) : spot.path, plan: withoutMark(plan.value) };
}

function withoutMark(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== mark).map(withoutMark);
  if (typeof value !== 'object' || value === null) return value === mark ? undefined : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (key === mark ? [] : [[key, withoutMark(one)]])),
  );
}

const lineBefore = (text: string, offset: number): string => text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);

/** How many `{` and `[` of the flow style are open. Quotes and comments have none, and `${NAME}` is text. */
function flowDepth(text: string): number {
  let depth = 0;
  const quiet = text.replace(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\$\{[^}\n]*\}|(^|\s)#.*/g, ' ');
  for (const sign of quiet) {
    if (sign === '{' || sign === '[') depth += 1;
    if (sign === '}' || sign === ']') depth = Math.max(0, depth - 1);
  }
  return depth;
}

/** Keys that the mapping has already. */
export function keysBeside({ plan, path }: Gap): readonly string[] {
  const value = valueAt(plan, path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
