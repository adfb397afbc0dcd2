import { showCursor } from './live-screen.ts';

/** A page that is drawn in the place of the one before it. */
export function openRedrawn(write: (text: string) => void): {
  draw(lines: readonly string[]): void;
  end(): void;
} {
  let drawn = 0;
  return {
    draw(lines) {
      const back = drawn === 0 ? '' : `\x1b[${drawn}A\r\x1b[J`;
      write(`${back}${lines.map((line) => `${line}\n`).join('')}`);
      drawn = lines.length;
    },
    end: () => {
      if (drawn > 0) write(showCursor);
    },
  };
}
