/** What a state looks like besides its colour and its word. */
export type GlyphName = 'check' | 'cross' | 'circle' | 'hidden' | 'busy' | 'question' | 'pause' | 'back' | 'mute';

const shapes: Readonly<Record<GlyphName, string>> = {
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4 12 12M12 4 4 12',
  circle: 'M13 8A5 5 0 1 1 3 8 5 5 0 0 1 13 8Z',
  hidden: 'M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4ZM3 13 13 3',
  busy: 'M3 8h.01M8 8h.01M13 8h.01',
  question: 'M5.5 6A2.5 2.5 0 1 1 8 8.5V9.7M8 12.5h.01',
  pause: 'M6 4v8M10 4v8',
  back: 'M3 7h6.5a3 3 0 0 1 0 6H7M6 4 3 7l3 3',
  mute: 'M3 6.5v3h2L8 12V4L5 6.5ZM10.5 6.5l3 3M13.5 6.5l-3 3',
};

export const Glyph = ({ name }: { name: GlyphName }) => (
  <svg class="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={shapes[name]} />
  </svg>
);

const ofCodicon: Readonly<Record<string, GlyphName>> = {
  pass: 'check',
  error: 'cross',
  warning: 'cross',
  eye: 'circle',
  'circle-outline': 'circle',
  'circle-slash': 'circle',
  'eye-closed': 'hidden',
  'debug-disconnect': 'hidden',
  'debug-pause': 'pause',
  question: 'question',
  discard: 'back',
};

/** The words of `present` name their icons for the editor; here are the same for the page. */
export const glyphOf = (codicon: string): GlyphName => ofCodicon[codicon] ?? 'busy';
