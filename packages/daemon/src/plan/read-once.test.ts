import { expect, it } from 'vitest';
import { planKinds } from '../plan-kinds.ts';
import { parsePlan } from './parse.ts';
import { readOnce } from './read-once.ts';

const planOf = (service: string) => `
service: ${service}
sources:
  site: { type: http, url: "http://127.0.0.1:9" }
environments:
  production:
    watch:
      criteria:
        healthy: { source: site, check: { path: /, status: 200 } }
`;

it('reads the same text of the same file once, and any other anew', () => {
  const asked: string[] = [];
  const read = readOnce((text, file) => {
    asked.push(file);
    return parsePlan({ text, file, ...planKinds });
  });

  const first = read(planOf('shop'), 'daywatch.yaml');
  expect(read(planOf('shop'), 'daywatch.yaml')).toBe(first);
  expect(asked).toEqual(['daywatch.yaml']);

  expect(read(planOf('tea'), 'daywatch.yaml')).toMatchObject({ plan: { service: 'tea' } });
  expect(read(planOf('tea'), 'other.yaml')).toMatchObject({ plan: { service: 'tea' } });
  expect(read(planOf('shop'), 'daywatch.yaml')).toEqual(first);
  expect(asked).toEqual(['daywatch.yaml', 'daywatch.yaml', 'other.yaml', 'daywatch.yaml']);
});

it('tells problems of a file under its own name', () => {
  const read = readOnce((text, file) => parsePlan({ text, file, ...planKinds }));
  const fileOf = (file: string) => {
    const parsed = read('service: shop', file);
    return 'problems' in parsed ? parsed.problems[0]?.file : undefined;
  };
  expect([fileOf('one.yaml'), fileOf('two.yaml')]).toEqual(['one.yaml', 'two.yaml']);
});
