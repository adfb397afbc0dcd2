import { plainWords } from './topic-of.ts';

/** A text as the name of something in the plan: "QA Team" is `qa-team`; at most so many characters, whole words. */
export function nameOf(text: string, longest = 48): string {
  const words = plainWords(text)
    .normalize('NFKD')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (words.length <= longest) return words || 'item';
  const cut = words.slice(0, longest + 1);
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), 8)).replace(/-+$/, '');
}

const fillers = new Set(
  'the a an of in on at has have had been be is are was were to for by with and or und oder der die das den dem des ein eine einer im in am ist sind wurde wurden worden werden fuer von mit auf'.split(
    ' ',
  ),
);

/** A sentence as a name, without the words that say little: `rollback-procedure-reviewed`. */
export function idOf(sentence: string): string {
  const words = nameOf(sentence, 200).split('-');
  const telling = words.filter((word) => !fillers.has(word));
  return nameOf((telling.length > 0 ? telling : words).join(' '), 40);
}

/** The name, or the next free one like it: `tests`, `tests-2`. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  for (let count = 2; ; count += 1) if (!taken(`${name}-${count}`)) return `${name}-${count}`;
}
