import { stripVTControlCharacters } from 'node:util';

/** Characters that take two columns: East Asian ones and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const joins = /\p{Mark}|\u200d|\ufe0f/u;

const columnsOf = (character: string): number => (joins.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** How many columns of a terminal a text takes. */
export const widthOf = (text: string): number =>
  [...stripVTControlCharacters(text)].reduce((sum, character) => sum + columnsOf(character), 0);

/** A text without control characters: nothing in it moves the cursor or paints. */
export const clean = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll('\t', '    ')
    .replace(/\p{Cc}/gu, '');

/** A clean text, cut to so many columns; an ellipsis says that it was cut. */
export function fit(text: string, columns: number): string {
  const whole = clean(text);
  if (widthOf(whole) <= columns) return whole;
  let kept = '';
  let width = 0;
  for (const character of whole) {
    width += columnsOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return columns < 1 ? '' : `${kept}…`;
}
