import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';

/** What two tries, one right after the other, say together: nothing of either is lost. */
export function bothTries(first: Reading, second: Reading): Reading {
  const [one, two] = [wordsOf(first), wordsOf(second)];
  if (second.type === 'check' && second.ok) return { ...second, because: `second try: the first failed: ${one}` };
  // Trouble of our own in the second try: the first may have been the same.
  if (second.type === 'error' && first.type === 'check')
    return { ...second, because: `second try: ${two}; the first failed: ${one}` };
  if (!('because' in second)) return second;
  return { ...second, because: sameBut(one, two) ? `${two} (twice)` : `${two}; the first try: ${one}` };
}

const wordsOf = (reading: Reading): string =>
  'because' in reading && reading.because !== undefined ? reading.because : 'no reason was given';

/** The same but for times. */
const sameBut = (one: string, two: string): boolean => timeless(one) === timeless(two);
const timeless = (words: string): string => words.replace(/[\d.,]+ (?:µs|ms|s)\b/g, '#');
