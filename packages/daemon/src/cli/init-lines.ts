import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { wrap } from '../demo/wrap.ts';
import type { PlacedSection, PlacedStatement } from '../plan/from-markdown/from-markdown.ts';
import { clean } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

interface Look {
  readonly paint: Paint;
  readonly width: number;
}

/** What became of a document, section by section, sentence by sentence. */
export function sectionLines(sections: readonly PlacedSection[], { paint, width }: Look): readonly string[] {
  return sections.flatMap(({ heading, line, statements }) => {
    const title = heading === '' ? '' : `${paint.strong(clean(heading))} ${paint.quiet(`line ${line}`)}`;
    return [
      '',
      ...(title === '' ? [] : [title]),
      ...statements.flatMap((one) => statementLines(one, { paint, width })),
    ];
  });
}

function statementLines({ line, text, outcome }: PlacedStatement, { paint, width }: Look): readonly string[] {
  const room = Math.max(40, width - 9);
  const [first = '', ...rest] = wrap(clean(text), room);
  const indent = ' '.repeat(8);
  const number = String(line).padStart(4);
  const said = (mark: string, words: string) =>
    wrap(words, room - 2).map((one, index) => `${indent}${index === 0 ? mark : ' '} ${one}`);
  const became =
    'became' in outcome
      ? said(paint.good('→'), outcome.became)
      : 'itself' in outcome
        ? said(paint.quiet('·'), `needs no key: ${outcome.itself}`)
        : said(paint.caution('✗'), `not placed: ${outcome.notPlaced}`);
  return [`  ${paint.quiet(number)}  ${first}`, ...rest.map((one) => `${indent}${one}`), ...became];
}

/** What a plan that has just been made still needs from its people. */
export function problemLines(problems: readonly Problem[], { paint, width }: Look): readonly string[] {
  if (problems.length === 0) return [`${paint.good('✓')} It passes \`daywatch check\`.`];
  const open = problems.filter(({ code }) => code === 'to-be-decided');
  const others = problems.filter(({ code }) => code !== 'to-be-decided');
  const lines = (list: readonly Problem[]) =>
    list.flatMap(({ line, message }) => {
      const [first = '', ...rest] = wrap(clean(message.replace(/^still to be decided: /, '')), Math.max(40, width - 9));
      return [`  ${paint.quiet(String(line ?? '').padStart(4))}  ${first}`, ...rest.map((one) => `        ${one}`)];
    });
  const things = open.length === 1 ? 'One thing is' : `${open.length} things are`;
  return [
    ...(open.length > 0 ? [`${paint.caution('!')} ${things} still to be decided:`, ...lines(open)] : []),
    ...(others.length > 0 ? [`${paint.bad('✗')} \`daywatch check\` finds in it:`, ...lines(others)] : []),
  ];
}
