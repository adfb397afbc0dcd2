import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLError } from 'yaml';
import type { Path } from './fault.ts';
import { shieldVariables, unshieldVariables } from './variables.ts';

/** A fault at an offset of the text. */
export interface TextFault {
  readonly code: 'yaml-syntax' | 'duplicate-key';
  readonly offset: number;
  readonly path?: Path;
  readonly message: string;
  readonly hint?: string;
}

/** Offsets into the text. */
interface Place {
  readonly key?: number;
  readonly value: number;
  /** Where the value ends. */
  readonly end: number;
}

/** The text as plain data, with the place of every key and value. */
export interface YamlText {
  readonly value: unknown;
  readonly faults: readonly TextFault[];
  placeOf(path: Path): Place | undefined;
}

const deepest = 60;
const mostValues = 50_000;

/** Reads YAML (or JSON, which is YAML). Never throws: what cannot be read is a fault. */
export function readYaml(text: string): YamlText {
  const places = new Map<string, Place>();
  const faults: TextFault[] = [];
  const placeOf = (path: Path) => places.get(JSON.stringify(path));
  const document = parsed(text);
  if (document instanceof Error)
    return { value: undefined, faults: [{ code: 'yaml-syntax', offset: 0, message: document.message }], placeOf };
  for (const error of [...document.errors, ...document.warnings]) faults.push(faultOf(error));
  let values = 0;

  const fault = (offset: number, message: string, hint?: string): undefined => {
    faults.push({ code: 'yaml-syntax', offset, message, ...(hint === undefined ? {} : { hint }) });
  };

  function read(node: unknown, path: Path, place: Place, above: readonly unknown[]): unknown {
    places.set(JSON.stringify(path), place);
    values += 1;
    if (values > mostValues || path.length > deepest || above.includes(node)) {
      if (values <= mostValues + 1) fault(place.value, 'the text is nested too deeply, or repeats itself without end');
      values = Math.max(values, mostValues + 2);
      return undefined;
    }
    if (isAlias(node)) {
      const target = node.resolve(document as Document);
      if (target === undefined) return fault(place.value, `there is no anchor "&${node.source}" above`);
      return read(target, path, place, [...above, node]);
    }
    const inner = [...above, node];
    if (isSeq(node))
      return node.items.map((item, index) =>
        read(item, [...path, index], { value: offsetOf(item, place.value), end: endOf(item, place.end) }, inner),
      );
    if (isMap(node)) {
      const entries = new Map<string, unknown>();
      for (const pair of node.items) {
        const keyOffset = offsetOf(pair.key, place.value);
        const key = keyOf(pair.key);
        if (key === undefined)
          fault(keyOffset, 'a key must be a name', 'Write it as text; lists and mappings cannot be keys.');
        else {
          const inside = [...path, key];
          if (entries.has(key))
            faults.push({
              code: 'duplicate-key',
              offset: keyOffset,
              path: inside,
              message: `the key "${key}" is written twice`,
              hint: 'Remove one of them.',
            });
          const spot = { key: keyOffset, value: offsetOf(pair.value, keyOffset), end: endOf(pair.value, keyOffset) };
          entries.set(key, read(pair.value, inside, spot, inner));
        }
      }
      return Object.fromEntries(entries);
    }
    if (!isScalar(node)) return null;
    return typeof node.value === 'string' ? unshieldVariables(node.value) : node.value;
  }

  const value = read(document.contents, [], { value: offsetOf(document.contents, 0), end: text.length }, []);
  return { value, faults, placeOf };
}

function parsed(text: string): Document | Error {
  try {
    return parseDocument(shieldVariables(text), { prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    // Brackets nested by the thousand exhaust the parser's stack.
    return new Error('the text cannot be read as YAML', { cause: error });
  }
}

const offsetOf = (node: unknown, otherwise: number): number => (node as Node | null)?.range?.[0] ?? otherwise;

const endOf = (node: unknown, otherwise: number): number => (node as Node | null)?.range?.[1] ?? otherwise;

function keyOf(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  const key = unshieldVariables(String(node.value));
  // As a key of an object it would be no entry but its prototype.
  return key === '__proto__' ? undefined : key;
}

const hints: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text with ": " in it between quotes, or begin the mapping on a line of its own.',
  MULTILINE_IMPLICIT_KEY: 'Is a ":" missing on this line or on the one above?',
  MISSING_CHAR: 'Is a quote, a colon or a comma missing?',
  BAD_INDENT: 'Keys of one mapping begin in the same column; brackets that are opened must be closed.',
  BAD_SCALAR_START: 'Put the text between quotes.',
  MULTIPLE_DOCS: 'A plan is one document: remove the line "---".',
  TAG_RESOLVE_FAILED: 'Remove the tag, or put the text between quotes.',
};

function faultOf(error: YAMLError): TextFault {
  const message =
    error.code === 'MULTIPLE_DOCS' ? 'the text holds several documents' : lowerFirst(unshieldVariables(error.message));
  const hint = hints[error.code];
  return { code: 'yaml-syntax', offset: error.pos[0], message, ...(hint === undefined ? {} : { hint }) };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
