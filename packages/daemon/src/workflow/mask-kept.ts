import { asText } from './fill.ts';

/** Shorter values stand in texts that have nothing to do with them. */
const shortest = 4;

/** Takes what was kept of answers out of a text: tokens are made to be secret. */
export function maskKept(text: string, kept: Iterable<unknown>): string {
  const spellings = [...kept].flatMap((value) => {
    const plain = asText(value);
    return plain.length < shortest ? [] : [plain, encodeURIComponent(plain), JSON.stringify(plain).slice(1, -1)];
  });
  // The longest first: one may be a part of another.
  return [...new Set(spellings)]
    .sort((one, other) => other.length - one.length)
    .reduce((masked, spelling) => maskCut(masked.replaceAll(spelling, '***'), spelling), text);
}

/** The beginning of a value, where the text was cut in the middle of it. */
function maskCut(text: string, spelling: string): string {
  if (!text.includes('…')) return text;
  for (let length = spelling.length - 1; length >= shortest; length -= 1) {
    const cut = `${spelling.slice(0, length)}…`;
    if (text.includes(cut)) return text.replaceAll(cut, '***…');
  }
  return text;
}
