import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';

type Paint = (text: string) => string;
interface ProblemPaint {
  readonly place: Paint;
  readonly fault: Paint;
  readonly aside: Paint;
}

const plain: Paint = (text) => text;
const unpainted: ProblemPaint = { place: plain, fault: plain, aside: plain };

interface Shown {
  readonly problems: readonly Problem[];
  /** The plan's text: the line of each problem is shown from it. */
  readonly text?: string | undefined;
  readonly paint?: ProblemPaint;
}

/**
 * Problems for a terminal. The first line of each is `file:line:column: error: message`, as compilers write it and
 * editors find it; then the line of the plan with a caret, and the hint.
 */
export function toProblemText({ problems, text, paint = unpainted }: Shown): string {
  const lines = text?.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/) ?? [];
  return problems.map((problem) => linesOf(problem, lines, paint).join('\n')).join('\n\n');
}

function linesOf(problem: Problem, lines: readonly string[], { place, fault, aside }: ProblemPaint): readonly string[] {
  const { file, line, column, path, message, hint } = problem;
  // What stands in no file is a setting, and has its name.
  const spot = [file ?? path, line, column].filter((part) => part !== undefined).join(':');
  const first = `${spot === '' ? '' : `${place(`${spot}:`)} `}${fault('error:')} ${message}`;
  const written = line === undefined ? undefined : lines[line - 1];
  const excerpt = written === undefined || column === undefined ? [] : excerptOf(written, column);
  return [
    first,
    ...excerpt.map((one) => `  ${aside(one)}`),
    ...(hint === undefined ? [] : [`  ${aside('hint:')} ${hint}`]),
  ];
}

const width = 110;

/** The line, cut around the column when it is long, and a caret under it. */
function excerptOf(line: string, column: number): readonly string[] {
  const from = line.length <= width ? 0 : Math.max(0, Math.min(column - 1 - 60, line.length - width));
  const shown = line.slice(from, from + width);
  // Tabs stay tabs, so that the caret stands under what it points at.
  const indent = line.slice(from, column - 1).replace(/[^\t]/g, ' ');
  return [shown, `${indent}^`];
}
