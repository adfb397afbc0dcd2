import { stripVTControlCharacters } from 'node:util';

/** The last part of what a step printed, without colours; long lines and long outputs lose their beginning. */
export interface OutputTail {
  add(text: string): void;
  text(): string;
  lines(count: number): readonly string[];
}

const kept = 16_000;

export function createOutputTail(): OutputTail {
  let all = '';
  const clean = () => overwritten(stripVTControlCharacters(all));
  return {
    add(text) {
      all = (all + text).slice(-2 * kept);
    },
    text: () => clean().slice(-kept),
    lines: (count) =>
      clean()
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(-count),
  };
}

/** What a terminal would show of a progress bar: the text after the last carriage return of each line. */
const overwritten = (text: string): string => text.replaceAll('\r\n', '\n').replace(/[^\n]*\r(?=[^\n])/g, '');
