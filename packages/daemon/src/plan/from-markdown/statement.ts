import type { Topic } from './topic-of.ts';

/** One thing that a document says: a bullet, a row of a table, a sentence, a block of shell lines. */
export interface Statement {
  /** From 1. */
  readonly line: number;
  readonly sort: 'bullet' | 'checkbox' | 'row' | 'sentence' | 'commands' | 'block';
  /** Without marks; empty for commands and blocks that nothing introduces. */
  readonly text: string;
  /** What stands before the first colon (`Estimated Duration`), or in the first column of a table. */
  readonly label: string;
  /** What follows the label; the whole text where there is none. */
  readonly rest: string;
  /** What stands between backticks. */
  readonly codes: readonly string[];
  readonly links: readonly Link[];
  /** Command lines of the shell block that belongs to it. */
  readonly commands: readonly string[];
  /** Bullets above it, the outermost first. */
  readonly under: readonly string[];
  /** Cells of a row, by the heading of their column. */
  readonly cells: Readonly<Record<string, string>>;
  /** The text of a block that is written for Daywatch, and of any block in another language than the shell's. */
  readonly block?: { readonly language: string; readonly forDaywatch: boolean; readonly text: string };
}

export interface Link {
  readonly text: string;
  readonly url: string;
}

export interface Section {
  readonly heading: string;
  readonly line: number;
  readonly topic: Topic;
  /** Of the section that it is a part of. */
  readonly within: Topic;
  readonly statements: readonly Statement[];
}
