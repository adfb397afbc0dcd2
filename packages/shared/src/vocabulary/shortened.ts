/** How much of the end may go so that no word or number is cut in two. */
const longestWord = 40;

/** The beginning of a text, with … where something is left out; it ends with a whole word where there is one. */
export function shortened(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  const cut = text.slice(0, atMost - 1);
  const end = /\s/.test(text.charAt(cut.length)) ? cut.length : cut.search(/\s\S*$/);
  return `${(end < cut.length - longestWord ? cut : cut.slice(0, end)).trimEnd()}…`;
}
