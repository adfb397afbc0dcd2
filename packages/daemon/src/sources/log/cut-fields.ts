import { isFields } from './read-fault.ts';

/** Of one line: the level stands near the beginning, and whoever nests thousands of brackets holds up nobody. */
const mostPieces = 5_000;
const piece = /\s*(?:("(?:[^"\\]|\\.)*"?)|([{}[\],:])|([^\s"{}[\],:]+))/sy;

/**
 * The fields of a JSON object as far as they can be read: of a line that was too long for whoever passed it on (journald,
 * Docker, we ourselves), or that has raw bytes in a text. An error that is large is an error. `undefined` for a line that
 * does not begin like one.
 */
export function cutFields(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  const root: Record<string, unknown> = {};
  const within: (Record<string, unknown> | unknown[])[] = [root];
  let key: string | undefined;
  const put = (value: unknown): boolean => {
    const place = within.at(-1);
    if (Array.isArray(place)) place.push(value);
    else if (place === undefined || key === undefined) return false;
    else place[key] = value;
    key = undefined;
    return true;
  };
  piece.lastIndex = 1;
  for (let read = 0; read < mostPieces && within.length > 0; read += 1) {
    const match = piece.exec(line);
    if (match === null) break;
    const [, text, mark, word] = match;
    if (text !== undefined && key === undefined && isFields(within.at(-1))) key = textOf(text);
    else if (text !== undefined) put(textOf(text));
    else if (word !== undefined && !put(wordOf(word))) return undefined;
    else if (mark === '{' || mark === '[') {
      const inner = mark === '{' ? {} : [];
      if (!put(inner)) return undefined;
      within.push(inner);
    } else if (mark === '}' || mark === ']') within.pop();
  }
  return root;
}

/** The last one may lack its end. */
function textOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1).replace(/"$/, '');
  }
}

function wordOf(word: string): unknown {
  try {
    return JSON.parse(word);
  } catch {
    return word;
  }
}
