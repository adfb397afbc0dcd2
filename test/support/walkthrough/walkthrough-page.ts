import { readFileSync } from 'node:fs';

export interface Shown {
  readonly command: string;
  /** What the page shows of its output; `…` stands for what it leaves out. */
  readonly lines: readonly string[];
}

/** The commands of docs/plan-walkthrough.md, in order. */
export function readWalkthrough(): readonly Shown[] {
  const page = readFileSync(new URL('../../../docs/plan-walkthrough.md', import.meta.url), 'utf8');
  const consoles = [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  return consoles.flatMap((text) =>
    text
      .split(/^\$ /m)
      .slice(1)
      .map((entry) => {
        const [command = '', ...lines] = entry.split('\n');
        return { command, lines: lines.filter((line) => line.trim() !== '' && line.trim() !== '…') };
      }),
  );
}

/**
 * Lines of the page that the command does not say: but for times, figures, names of days, versions in git, and whether a
 * second criterion failed soon enough to recommend the rollback.
 */
export function notSaid({ lines }: Shown, output: string): readonly string[] {
  const said = new Set(output.split('\n').map(withoutFigures));
  return lines.filter((line) => !said.has(withoutFigures(line)));
}

const withoutFigures = (line: string): string =>
  line
    .replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, 'ID')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b/g, 'HASH')
    .replace(/\b(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?\b/g, 'DAY')
    .replace(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b/g, 'MONTH')
    .replace(/\b(hold|roll back)\b/g, 'ADVICE')
    .replace(/(\d+(\.\d+)?\s?(ms|µs|[dhms])(?![a-z]))+/g, 'SPAN')
    .replace(/\d[\d,.]*/g, 'N')
    .replace(/\s+/g, ' ')
    .trim()
    // A step tells how long it took when that was long, on a busy machine for instance.
    .replace(/^(✓ .*) SPAN$/, '$1');
