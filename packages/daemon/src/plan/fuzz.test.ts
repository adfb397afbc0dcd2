import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, editDistance } from './closest.ts';
import { longPlan } from './long-plan.fixture.ts';
import { parse } from './read-plan.fixture.ts';

/** Either a plan or at least one problem, each with a place that the text has. */
function expectAnswer(text: string): void {
  const parsed = parse(text);
  if ('plan' in parsed) return;
  expect(parsed.problems.length).toBeGreaterThan(0);
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  for (const { line, column, message, code } of parsed.problems) {
    expect(code).not.toBe('');
    expect(message).not.toBe('');
    expect(lines[(line ?? 0) - 1]).toBeDefined();
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[(line ?? 0) - 1] ?? '').length + 2);
  }
}

describe('whatever the text, reading answers and never throws', { timeout: 60_000 }, () => {
  it('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), expectAnswer), { numRuns: 200 });
  });

  it('texts of what YAML is made of', () => {
    const token = fc.constantFrom(
      'a',
      'service',
      ': ',
      ':',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '&a ',
      '*a',
      '!t ',
      '"',
      "'",
      '#',
      '|',
      '>',
      '---',
      '? ',
      '${X}',
      '${',
      '<<',
      '~',
      '1',
      '\t',
      '\r',
      '__proto__',
      '%',
      '@',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => expectAnswer(tokens.join(''))),
      { numRuns: 400 },
    );
  });

  it('any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => expectAnswer(text)),
      { numRuns: 200 },
    );
  });

  it('a plan with one part replaced, removed or repeated', () => {
    const words = longPlan.split(/(?<=[\s,{}[\]:])/);
    const change = fc.tuple(fc.nat(words.length - 1), fc.constantFrom('remove', 'repeat', 'replace'), fc.string());
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = [...words];
        for (const [index, how, text] of changes)
          changed[index] = how === 'remove' ? '' : how === 'repeat' ? `${words[index]}${words[index]}` : text;
        expectAnswer(changed.join(''));
      }),
      { numRuns: 200 },
    );
  });

  it('a plan whose values are of other types', () => {
    const keys = [
      'service',
      'preset',
      'url',
      'metrics',
      'sources',
      'roles',
      'environments',
      'type',
      'watch',
      'criteria',
      'steps',
      'deploy',
      'rollback',
      'when',
      'verify',
      'checklist',
      'source',
      'rate',
      'check',
      'limit',
      'every',
      'for',
      'production',
      'site',
      'announce',
      'by',
      'workflows',
      'workflow',
      'window',
      'toString',
      'constructor',
    ];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 7 },
        fc.constantFrom(null, true, 0, -1, 1.5, '', '1%', '800ms', 'site', 'web-service', 'metrics', '${A}', '${a}'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 5 }),
      ),
    })).any;
    const unprintable = { toString: [] };
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 7 }), (plan) =>
        expectAnswer(JSON.stringify(plan)),
      ),
      {
        numRuns: 400,
        examples: [
          [{ sources: { site: { type: unprintable } } }],
          [{ announce: { site: { by: unprintable } } }],
          [{ workflows: { site: { source: unprintable } } }],
        ],
      },
    );
  });
});

describe('the nearest word', () => {
  it.each([
    ['critera', 'criteria'],
    ['Severity', 'severity'],
    ['no_data', 'no-data'],
    ['evrey', 'every'],
    ['metric', 'metrics'],
    ['qa', undefined],
    ['x', undefined],
  ])('%s → %s', (word, expected) => {
    expect(closest(word, ['criteria', 'severity', 'no-data', 'every', 'metrics', 'devops-lead'])).toBe(expected);
  });

  it('is found by a distance that is zero for the same word only, and the same both ways', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (one, other) => {
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, other) === 0).toBe(one === other);
        expect(editDistance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
    expect(editDistance('ab', 'ba')).toBe(1);
  });
});
