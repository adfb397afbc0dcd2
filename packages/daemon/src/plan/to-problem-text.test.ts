import { describe, expect, it } from 'vitest';
import { toProblemText } from './to-problem-text.ts';

const problem = {
  code: 'unknown-key',
  message: 'unknown key "critera"',
  hint: 'Did you mean "criteria"?',
  path: 'critera',
  file: 'daywatch.yaml',
  line: 2,
  column: 7,
};

describe('problems for a terminal', () => {
  it('begin as those of a compiler, show the line, and hint', () => {
    expect(toProblemText({ problems: [problem], text: 'watch:\n      critera: {}\n' })).toBe(
      [
        'daywatch.yaml:2:7: error: unknown key "critera"',
        '        critera: {}',
        '        ^',
        '  hint: Did you mean "criteria"?',
      ].join('\n'),
    );
  });

  it('do without what is not known', () => {
    const noPlan = { code: 'plan-not-found', message: 'there is no daywatch.yaml here or in any folder above' };
    expect(toProblemText({ problems: [noPlan] })).toBe('error: there is no daywatch.yaml here or in any folder above');
    expect(toProblemText({ problems: [problem] })).toMatch(/^daywatch\.yaml:2:7: error: .*\n {2}hint: /);
  });

  it('keep tabs, so that the caret stands right', () => {
    const [, line, caret] = toProblemText({ problems: [problem], text: 'a\n\t\t\t\t\t\tx' }).split('\n');
    expect([line, caret]).toEqual(['  \t\t\t\t\t\tx', '  \t\t\t\t\t\t^']);
  });

  it('cut long lines around the place', () => {
    const text = `\n${'a'.repeat(400)}X${'b'.repeat(400)}`;
    const [, line = '', caret = ''] = toProblemText({ problems: [{ ...problem, column: 401 }], text }).split('\n');
    expect(line.length).toBeLessThan(120);
    expect(line[caret.indexOf('^')]).toBe('X');
  });

  it('can be painted', () => {
    const paint = { place: (t: string) => `<${t}>`, fault: (t: string) => `!${t}!`, aside: (t: string) => `(${t})` };
    expect(toProblemText({ problems: [{ ...problem, column: 2 }], text: 'a\nb', paint }).split('\n')).toEqual([
      '<daywatch.yaml:2:2:> !error:! unknown key "critera"',
      '  (b)',
      '  ( ^)',
      '  (hint:) Did you mean "criteria"?',
    ]);
  });
});
