import { zonedTime } from '@daywatch/shared/present/zoned-time.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { escaped } from './escaped.ts';
import type { Ribbon, Stretch } from './ribbon.ts';

const words: Readonly<Record<Stretch, string>> = {
  deploying: 'deploying',
  verifying: 'verifying',
  undecided: 'undecided',
  go: 'GO',
  'no-go': 'NO-GO',
  'rolling-back': 'rolling back',
  'rolled-back': 'rolled back',
  interrupted: 'interrupted',
  failed: 'failed',
};
const bar = { y: 22, height: 26 };
/** Narrower marks would stand on each other. */
const nearest = 5;

/** The ribbon, with widths in percent: it fits every width, and its words keep their size. */
export function ribbonSvg(ribbon: Ribbon, zone: string): string {
  const { from, until, stretches, gaps, marks } = ribbon;
  const percent = (at: Instant) => Number((((at - from) / (until - from)) * 100).toFixed(3));
  const rect = (style: string, begin: Instant, end: Instant, title: string) => {
    const width = Math.max(0.15, percent(end) - percent(begin));
    return `<rect class="${style}" x="${percent(begin)}%" width="${Number(width.toFixed(3))}%" y="${bar.y}" height="${bar.height}"><title>${escaped(title)}</title></rect>`;
  };
  const span = (begin: Instant, end: Instant) => `${zonedTime(begin, zone)} to ${zonedTime(end, zone)}`;
  const bars = stretches.map((one) =>
    rect(`s-${one.what}`, one.from, one.until, `${words[one.what]}, ${span(one.from, one.until)}`),
  );
  const blind = gaps.map((gap) => rect('s-blind', gap.from, gap.until, `blind, ${span(gap.from, gap.until)}`));
  const lines = marks.map(
    ({ at }) => `<line class="mark" x1="${percent(at)}%" x2="${percent(at)}%" y1="16" y2="${bar.y + bar.height + 4}"/>`,
  );
  const labels = numbered(marks.map(({ at }) => percent(at))).map(
    ({ at, text }) => `<text class="n" x="${at}%" y="12" text-anchor="${anchor(at)}">${text}</text>`,
  );
  const middle = (from + (until - from) / 2) as Instant;
  const times = [from, middle, until].map(
    (at, index) =>
      `<text class="t" x="${index * 50}%" y="66" text-anchor="${anchor(index * 50)}">${zonedTime(at, zone).slice(index === 0 ? 4 : 9)}</text>`,
  );
  const spoken = stretches.map((one) => `${words[one.what]} ${span(one.from, one.until)}`).join('; ');
  return `<svg class="ribbon" width="100%" height="72" role="img" aria-label="${escaped(spoken)}"><defs><pattern id="blind" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/><rect class="hatch" width="3" height="6"/></pattern></defs>${[...bars, ...blind, ...lines, ...labels, ...times].join('')}</svg>`;
}

/** What stands in a ribbon, in the order of its words. */
export const ribbonLegend = ({
  stretches,
  gaps,
}: Ribbon): readonly { readonly style: string; readonly word: string }[] => [
  ...[...new Set(stretches.map(({ what }) => what))].map((what) => ({ style: `s-${what}`, word: words[what] })),
  ...(gaps.length > 0 ? [{ style: 's-blind', word: 'blind' }] : []),
];

const anchor = (at: number): string => (at < 4 ? 'start' : at > 96 ? 'end' : 'middle');

/** The numbers of marks that are close to each other stand together: `2-4`. */
function numbered(places: readonly number[]): readonly { readonly at: number; readonly text: string }[] {
  const groups: { at: number; first: number; last: number }[] = [];
  for (const [index, at] of places.entries()) {
    const group = groups.at(-1);
    if (group !== undefined && at - group.at < nearest) group.last = index + 1;
    else groups.push({ at, first: index + 1, last: index + 1 });
  }
  return groups.map(({ at, first, last }) => ({ at, text: first === last ? `${first}` : `${first}-${last}` }));
}
