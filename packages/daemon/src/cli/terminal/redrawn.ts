import { hideCursor, showCursor } from './live-screen.ts';

/** A page that is drawn in the place of the one before it. What the terminal has no room for is left out at the end. */
export function openRedrawn({ write, rows }: { write(text: string): void; rows(): number }): {
  draw(lines: readonly string[]): void;
  end(): void;
} {
  let drawn = 0;
  return {
    draw(lines) {
      const back = drawn === 0 ? hideCursor : `\x1b[${drawn}A\r\x1b[J`;
      const room = Math.max(1, rows() - 1);
      // A line that scrolls away at the top could not be drawn over.
      const shown =
        lines.length <= room ? lines : [...lines.slice(0, room - 1), `… and ${lines.length - room + 1} more`];
      write(`${back}${shown.map((line) => `${line}\n`).join('')}`);
      drawn = shown.length;
    },
    end: () => {
      if (drawn > 0) write(showCursor);
    },
  };
}
