const width = 60;
const height = 14;
/** A picture knows nothing of the theme: mid-tones stand out from white, from black and from greys. */
const valueColour = '#3b8eea';
const limitColour = '#d16969';
/** So that no stroke is cut off. */
const edge = 1.5;

/**
 * Values as a small picture over zero, with the limit as a broken line: how far it is away shows too. An address that
 * needs no request; nothing of fewer than two values. Pure.
 */
export function sparkline(values: readonly number[], limit: number | undefined): string | undefined {
  if (values.length < 2) return undefined;
  const shown = [0, ...values, ...(limit === undefined ? [] : [limit])];
  const [lowest, highest] = [Math.min(...shown), Math.max(...shown)];
  const scale = highest === lowest ? 0 : (height - 2 * edge) / (highest - lowest);
  const at = (value: number): number => rounded(height - edge - (value - lowest) * scale);
  const step = (width - 2 * edge) / (values.length - 1);
  const points = values.map((value, index) => `${rounded(edge + index * step)},${at(value)}`).join(' ');
  const mark =
    limit === undefined ? '' : `<path d="M0 ${at(limit)}H${width}" stroke="${limitColour}" stroke-dasharray="3 2"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${mark}<polyline points="${points}" fill="none" stroke="${valueColour}" stroke-width="1.5" stroke-linejoin="round"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
