import picocolors from 'picocolors';

type Brush = (text: string) => string;

/** The few colours of the command line, by meaning. */
export interface Paint {
  readonly strong: Brush;
  readonly quiet: Brush;
  readonly good: Brush;
  readonly bad: Brush;
  readonly caution: Brush;
  readonly busy: Brush;
  readonly neutral: Brush;
}

export function createPaint(color: boolean): Paint {
  const { bold, dim, green, red, yellow, cyan } = picocolors.createColors(color);
  return { strong: bold, quiet: dim, good: green, bad: red, caution: yellow, busy: cyan, neutral: (text) => text };
}
