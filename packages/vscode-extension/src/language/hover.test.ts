import { describe, expect, it } from 'vitest';
import { hoverLines } from './hover.ts';
import { plan, schema } from './plan.fixture.ts';
import { readPlanText, spotAt } from './plan-text.ts';

function hover(word: string): readonly string[] {
  const read = readPlanText(plan);
  const spot = spotAt(read, plan.indexOf(word) + 1);
  if (spot === undefined) throw new Error(`nothing stands at ${word}`);
  return hoverLines(schema, read.value, spot.path);
}

describe('the docs of a key', () => {
  it('say what it means, and what may stand there', () => {
    expect(hover('severity:')).toEqual([
      '**severity**',
      expect.stringContaining('alone it recommends the rollback'),
      'One of `blocking`, `critical`, `warning`',
    ]);
  });

  it('say the default', () => {
    expect(hover('for: 24h').join('\n')).toMatch(/24h/);
  });

  it('are those of the chosen type of source', () => {
    const said = hover('url: https://prometheus').join('\n');
    expect(said).toContain('**url**');
    expect(said.split('\n').length).toBeLessThan(4);
  });

  it('take a name that the plan gives for a name', () => {
    const path = ['environments', 'production', 'watch', 'criteria', '![x](https://evil.example.com/x.png)'];
    const [title] = hoverLines(schema, {}, path);
    expect(title).toBe('**\\!\\[x\\]\\(https://evil\\.example\\.com/x\\.png\\)**');
  });

  it('are nothing for a name that the plan gives', () => {
    expect(hoverLines(schema, {}, ['nonsense'])).toEqual([]);
  });
});
