import type { Fault } from './entry.ts';
import { placeOf } from './stack-place.ts';

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** `TypeError: x is not a function`, at the head of a stack or in a text. */
const errorHead =
  /^(?:Uncaught |Unhandled )?((?:[\w$]+\.)*[A-Z][\w$]*(?:Error|Exception|Fault|Failure)|Error)(?:: ([^\n]*))?/;

export const beginsWithError = (line: string): boolean => errorHead.test(line);

/** The error of a structured line: `err` of pino and bunyan, `error`, or a bare `stack` as winston writes it. */
export function faultOfFields(fields: Fields): Fault | undefined {
  for (const key of ['err', 'error', 'exception', 'exc_info']) {
    const fault = faultOf(fields[key]);
    if (fault !== undefined) return fault;
  }
  const stack = stackOf(fields.stack);
  return stack === undefined ? undefined : faultOfStack(stack);
}

function faultOf(value: unknown): Fault | undefined {
  if (typeof value === 'string') return faultOfStack(value.split('\n'));
  if (!isFields(value)) return undefined;
  const stack = stackOf(value.stack) ?? [];
  const said = faultOfStack(stack);
  const type = textOf(value.type) ?? textOf(value.name) ?? textOf(value.class) ?? said?.type;
  const message = textOf(value.message) ?? textOf(value.msg) ?? said?.message;
  if (type === undefined && message === undefined) return undefined;
  return withPlace({ type: type ?? 'Error', message: message ?? '' }, stack);
}

/** As one text, or as a list of frames. */
function stackOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.split('\n');
  return Array.isArray(value) && value.every((line) => typeof line === 'string') ? value : undefined;
}

/** The error that a printed stack begins with; in Python it stands at the end. */
export function faultOfStack(lines: readonly string[]): Fault | undefined {
  const head = [lines[0], lines.at(-1)].flatMap((line) => errorHead.exec(line?.trim() ?? '') ?? []);
  const [, type, message] = head;
  return type === undefined ? undefined : withPlace({ type, message: message ?? '' }, lines);
}

function withPlace(fault: Fault, stack: readonly string[]): Fault {
  const place = placeOf(stack);
  return place === undefined ? fault : { ...fault, place };
}
