import { isAtLeast } from './level.ts';
import { beginsWithError } from './read-fault.ts';
import { levelAtHead } from './read-plain.ts';

/** One line of a feed, with what the feed itself knows of it. */
export interface FedLine<Facts> {
  readonly text: string;
  readonly facts: Facts;
}

/** A line and those that continue it. */
export interface FoldedLine<Facts> {
  readonly head: string;
  readonly rest: readonly string[];
  readonly facts: Facts;
}

/** Indented lines, causes and omissions of Java, closing brackets of an inspected object, the last word of Node.js. */
const continues = /^(?:\s+\S|Caused by:|Suppressed:|\.{3} \d+ (?:more|common frames)|[}\])]+[,;]?$|Node\.js v\d)/;
/** Python closes a traceback with the error, at the margin. */
const beginsTraceback = /^Traceback \(most recent call last\):/;
const mostLines = 500;

/**
 * Puts lines together that are one event: a stack trace and the line it follows. `onFolded` gets an event when the
 * next one begins or `end` is called.
 */
export class LineFolder<Facts> {
  private readonly onFolded: (event: FoldedLine<Facts>) => void;
  private head: FedLine<Facts> | undefined;
  private rest: string[] = [];
  private inTraceback = false;

  constructor(onFolded: (event: FoldedLine<Facts>) => void) {
    this.onFolded = onFolded;
  }

  push(line: FedLine<Facts>): void {
    const { text } = line;
    if (text.trim() === '') return;
    const isTraceback = beginsTraceback.test(text);
    const closesTraceback = this.inTraceback && !/^\s/.test(text);
    if (isTraceback || closesTraceback) this.inTraceback = isTraceback;
    const belongs = isTraceback
      ? this.head !== undefined
      : closesTraceback || continues.test(text) || this.isErrorOfHead(text);
    if (belongs) {
      this.append(text);
      return;
    }
    this.flush();
    this.head = line;
  }

  /** What was begun is whole: no line will follow soon. */
  end(): void {
    this.flush();
    this.inTraceback = false;
  }

  /** A logger that prints the error under its own line. Under a line that is no complaint, it is an event by itself. */
  private isErrorOfHead(text: string): boolean {
    if (this.head === undefined || this.rest.length > 0 || !beginsWithError(text)) return false;
    return (
      !this.head.text.startsWith('{') &&
      !beginsWithError(this.head.text) &&
      isAtLeast(levelAtHead(this.head.text), 'warn')
    );
  }

  /** The continuation of what was told before is nobody's: it is no event of its own. */
  private append(text: string): void {
    if (this.head !== undefined && this.rest.length < mostLines) this.rest.push(text);
  }

  private flush(): void {
    if (this.head !== undefined) this.onFolded({ head: this.head.text, rest: this.rest, facts: this.head.facts });
    this.head = undefined;
    this.rest = [];
  }
}
