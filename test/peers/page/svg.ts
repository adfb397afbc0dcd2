/** As much SVG as the pictures need. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const trimmed = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : escaped(value);

export function tag(name: string, attributes: Attributes = {}, ...inside: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${trimmed(value as string | number)}"`)
    .join('');
  return inside.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${inside.join('')}</${name}>`;
}

export const text = (x: number, y: number, words: string, attributes: Attributes = {}): string =>
  tag('text', { x, y, ...attributes }, escaped(words));

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string =>
  tag('line', { x1, y1, x2, y2, ...attributes });

export const path = (points: readonly (readonly [x: number, y: number])[], attributes: Attributes = {}): string =>
  tag('path', {
    d: points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${trimmed(x)} ${trimmed(y)}`).join(''),
    ...attributes,
  });
