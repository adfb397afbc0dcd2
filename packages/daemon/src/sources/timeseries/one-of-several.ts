import * as z from 'zod';

export interface NamedValue {
  /** The series, as people would write it. */
  readonly key: string;
  readonly value: number;
}

export const severalPolicy = z.enum(['error', 'each', 'sum', 'average', 'max', 'min']).meta({
  description:
    'What several series mean where one number is asked for. error (when left out): the question is ambiguous; ' +
    'each: all must be in order, so the worst of them is read; sum, average, max, min: one number of them.',
});
export type SeveralPolicy = z.infer<typeof severalPolicy>;

export type One =
  | { readonly type: 'one'; readonly value: number; readonly because?: string }
  | { readonly type: 'none' }
  | { readonly type: 'error'; readonly because: string };

/** One number of the values that came, by the policy. NaN and infinities are never numbers, whatever the policy. */
export function oneOfSeveral(values: readonly NamedValue[], policy: SeveralPolicy, worse: 'higher' | 'lower'): One {
  const [first] = values;
  if (first === undefined) return { type: 'none' };
  const odd = values.find(({ value }) => !Number.isFinite(value));
  if (odd !== undefined) {
    const why = Number.isNaN(odd.value) ? ', which often is 0 divided by 0' : '';
    return { type: 'error', because: `${odd.key} is ${odd.value}${why}` };
  }
  if (values.length === 1) return { type: 'one', value: first.value };
  const numbers = values.map(({ value }) => value);
  const sum = numbers.reduce((so, value) => so + value, 0);
  switch (policy) {
    case 'error': {
      const because = `${values.length} series came where one is expected: ${someOf(values)}; write series: each, sum, average, max or min, or narrow the query`;
      return { type: 'error', because };
    }
    case 'each': {
      const worst = worse === 'higher' ? Math.max(...numbers) : Math.min(...numbers);
      const named = values.find(({ value }) => value === worst) ?? first;
      return { type: 'one', value: worst, because: `the worst of ${values.length} series is ${named.key}` };
    }
    case 'sum':
      return { type: 'one', value: sum };
    case 'average':
      return { type: 'one', value: sum / numbers.length };
    case 'max':
      return { type: 'one', value: Math.max(...numbers) };
    case 'min':
      return { type: 'one', value: Math.min(...numbers) };
  }
}

function someOf(values: readonly NamedValue[]): string {
  const keys = values.slice(0, 3).map(({ key }) => key);
  return values.length > keys.length ? `${keys.join(', ')}, …` : keys.join(', ');
}
