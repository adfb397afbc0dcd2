interface Palette {
  /** Three bytes a colour. */
  readonly table: Buffer;
  /** Of a colour of the picture, as one number. */
  indexOf(colour: number): number;
}

type Counted = readonly [colour: number, pixels: number];

const channel = (colour: number, which: number): number => (colour >> (which * 8)) & 255;

/** The colours that stand for all of a picture: boxes of similar ones, the widest cut in two until there are enough. */
export function palette(rgb: Buffer, most: number): Palette {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = rgb.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const boxes: Counted[][] = [[...counts]];
  while (boxes.length < most) {
    const widest = boxes.reduce((best, box) => (weight(box) > weight(best) ? box : best));
    if (widest.length < 2) break;
    boxes.splice(boxes.indexOf(widest), 1, ...halves(widest));
  }
  const table = Buffer.alloc(boxes.length * 3);
  const places = new Map<number, number>();
  for (const [place, box] of boxes.entries()) {
    table.writeUIntBE(commonest(box), place * 3, 3);
    for (const [colour] of box) places.set(colour, place);
  }
  return { table, indexOf: (colour) => places.get(colour) ?? 0 };
}

/** A ground that covers half of a picture stays as it is: nobody sees a speck, everybody a tint. */
const commonest = (box: readonly Counted[]): number =>
  box.reduce((best, one) => (one[1] > best[1] ? one : best), box[0] ?? [0, 0])[0];

const spread = (box: readonly Counted[], which: number): number => {
  const values = box.map(([colour]) => channel(colour, which));
  return values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 255);
};
const widestChannel = (box: readonly Counted[]): number =>
  [0, 1, 2].reduce((best, which) => (spread(box, which) > spread(box, best) ? which : best), 0);

const weights = new WeakMap<readonly Counted[], number>();
/** How much is lost if a box stays whole. */
function weight(box: readonly Counted[]): number {
  const known = weights.get(box);
  if (known !== undefined) return known;
  const pixels = box.reduce((sum, [, count]) => sum + count, 0);
  const made = box.length < 2 ? 0 : spread(box, widestChannel(box)) ** 2 * Math.sqrt(pixels);
  weights.set(box, made);
  return made;
}

function halves(box: readonly Counted[]): [Counted[], Counted[]] {
  const which = widestChannel(box);
  const sorted = [...box].sort(([a], [b]) => channel(a, which) - channel(b, which));
  const values = sorted.map(([colour]) => channel(colour, which));
  const middle = ((values[0] ?? 0) + (values.at(-1) ?? 0)) / 2;
  const cut = Math.max(
    1,
    values.findIndex((value) => value > middle),
  );
  return [sorted.slice(0, cut), sorted.slice(cut)];
}
