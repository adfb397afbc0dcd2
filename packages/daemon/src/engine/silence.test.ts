import { minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { always, criterion, deployedAt, rate, tell } from './scenario.fixture.ts';

const of = (name: string) => criterion({ measure: 'rate', name, limit: 0.01 });
const told = () => tell({ criteria: [of('a'), of('b')], after: { a: always(rate(0, 10)), b: always(rate(0, 10)) } });

it('a silence mutes the criterion it names, from its first moment to its last, and no other', () => {
  const { watch } = told();
  watch.silence({ criterion: 'b', from: plus(deployedAt, minutes(5)), until: plus(deployedAt, minutes(10)) });
  const muted = (at: number) =>
    watch
      .assess(plus(deployedAt, minutes(at)))
      .judgements.filter(({ because }) => because.startsWith('Silenced until 22:10 UTC'))
      .map(({ name }) => name);
  expect([4.9, 5, 9.9, 10].map(muted)).toEqual([[], ['b'], ['b'], []]);
});

it('a silence of a criterion that the plan does not have is refused', () => {
  const silence = { criterion: 'disk', from: deployedAt, until: plus(deployedAt, minutes(10)) };
  expect(() => told().watch.silence(silence)).toThrow('no criterion "disk"');
});
