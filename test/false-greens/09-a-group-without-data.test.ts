import { absent, always, check, criterion, error, gauge, tell } from '@daywatch/daemon/src/engine/scenario.fixture.ts';
import { hours, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';

const settings = { for: hours(1), settle: minutes(1), earliestGo: minutes(10), atMost: hours(2) };
const well = criterion({ name: 'well', measure: 'check' });
const group = ['pool', 'locks', 'deadlocks'].map((name) => criterion({ name, measure: 'gauge', limit: 80 }));

it.each([
  ['answers that nothing is there', always(absent)],
  ['cannot be asked', always(error)],
  ['is never heard of', () => undefined],
])('a group of criteria whose source %s is not outvoted by those that pass', (_, nothing) => {
  const after = Object.fromEntries(group.map(({ name }) => [name, nothing]));
  const story = tell({ criteria: [well, ...group], settings, after: { ...after, well: always(check(true)) } });
  for (const span of [15, 45, 61, 119, 121]) {
    expect(story.until(minutes(span)).verdict).toBe('undecided');
    for (const { name } of group) {
      expect(['blind', 'undecided']).toContain(story.judgement(name).state);
      expect(story.judgement(name).coverage).toBe(0);
    }
  }
});

it('one of a group without data is enough', () => {
  const after = {
    well: always(check(true)),
    pool: always(gauge(3)),
    locks: always(gauge(0)),
    deadlocks: always(absent),
  };
  const story = tell({ criteria: [well, ...group], settings, after });
  expect(story.until(minutes(121)).verdict).toBe('undecided');
  expect(story.judgement('deadlocks').state).toBe('blind');
});
