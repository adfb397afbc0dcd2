/** The candidate that somebody who wrote `word` may have meant; `undefined` when none is near. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = normal(word);
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, normal(candidate));
    if (best === undefined || distance < best.distance) best = { candidate, distance };
  }
  if (best === undefined) return undefined;
  return best.distance <= Math.max(1, Math.floor(Math.max(wanted.length, best.candidate.length) / 3))
    ? best.candidate
    : undefined;
}

/** `Did you mean "criteria"?`, else the choices. Of what is no text, only the choices. */
export function didYouMean(written: unknown, candidates: readonly string[]): string | undefined {
  const near = typeof written === 'string' ? closest(written, candidates) : undefined;
  if (near !== undefined) return mayMean(near);
  return candidates.length === 0 ? undefined : `It can be ${listed(candidates)}.`;
}

/** A hint that `meantBy` understands: editors offer the word in place of what stands there. */
export const mayMean = (word: string): string => `Did you mean "${word}"?`;

export const meantBy = (hint: string): string | undefined => /^Did you mean "(.+)"\?$/.exec(hint)?.[1];

/** `a, b or c`. */
export const listed = (words: readonly string[], last: 'or' | 'and' = 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

const normal = (word: string): string => word.toLowerCase().replaceAll('_', '-');

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one each. */
export function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        cost = Math.min(cost, at(before, column - 2) + 1);
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return at(previous, to.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
