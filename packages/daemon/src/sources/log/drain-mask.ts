/**
 * What differs from one event to the next, in the order in which it is looked for: the larger thing first, for an
 * address holds numbers. Nothing of a word that a person wrote is taken away.
 */
const masks: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]+/gi, '<url>'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<e-mail>'],
  // A word in brackets is the name of a component.
  [/\{[^{}]*\}|\[[^[\]]*[\s,:"'\d][^[\]]*\]/g, '<data>'],
  // An apostrophe inside of a word is no quotation mark.
  [/"(?:[^"\\]|\\.)*"|`[^`]*`|(?<!\w)'(?:[^'\\]|\\.)*'(?!\w)|“[^”]*”|«[^»]*»/g, '<text>'],
  [/(?<![\w<])(?:[A-Za-z]:)?(?:\.{0,2}\/[\w.@%+~:-]+)+\/?(?:\?\S*)?/g, '<path>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}\b/gi, '<ip>'],
  [/\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,}\b/gi, '<hex>'],
  // A word with its number is no id: worker-12.
  [/\b([A-Za-z]{3,}[_-]?)\d+\b/g, '$1<number>'],
  // Ids: letters and digits mixed, as in ord_8f3K or T-1000.
  [/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{6,}\b/g, '<id>'],
  [/(?<![\w<])[-+]?\d+(?:[.,]\d+)*(?:ms|µs|us|ns|s|m|h|d|%|[kKMGT]?i?B)?(?!\w)/g, '<number>'],
];

const longest = 2_000;
const mostTokens = 60;

/** A message as tokens, with what varies put under the name of its kind. */
export function tokensOf(message: string): readonly string[] {
  let text = message.slice(0, longest);
  for (const [mask, name] of masks) text = text.replace(mask, name);
  return text
    .split(/\s+/)
    .filter((token) => token !== '')
    .slice(0, mostTokens);
}
