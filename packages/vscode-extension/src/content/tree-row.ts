import type { Tone } from '@daywatch/shared/present/words.ts';

/** One row of a tree, as plain data. */
export interface TreeRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A codicon, without `$()`. */
  readonly icon: string;
  readonly tone: Tone;
  /** Lines of its tooltip: the first names it. Text, never markup. */
  readonly tooltip: readonly string[];
  /** Under the first line of its tooltip: an image in Markdown. It changes too often to be news by itself. */
  readonly picture?: string;
  readonly spoken: string;
  /** A box that a person ticks. */
  readonly box?: { readonly ticked: boolean; readonly tooltip: string };
  /** What menus know it as: `criterion`, `item failed`. */
  readonly context?: string;
  /** What a click does. */
  readonly command?: { readonly name: string; readonly title: string; readonly given: unknown };
}

/** A whole tree, as plain data. */
export interface TreeContent {
  readonly title: string;
  /** Beside the title. */
  readonly description?: string;
  readonly rows: readonly TreeRow[];
  /** A number on the icon: what waits for somebody. */
  readonly badge?: { readonly value: number; readonly tooltip: string };
}
