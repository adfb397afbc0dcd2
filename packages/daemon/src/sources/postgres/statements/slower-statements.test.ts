import { days, hours, instant, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Era } from '../era.ts';
import { allGrown, type Counted, type Counters, grown } from './counters.ts';
import { firstLook, type History, keepHistory, nextLook, recallHistory } from './history.ts';
import { findNew, findSlower, type Suspicion } from './slower-statements.ts';

const began = instant(Date.parse('2026-12-01T22:00:00Z'));
const quiet: Era = { key: 'before', deployment: undefined };
const second: Era = { key: 'd2 2.0 b', deployment: 'd2' };
const third: Era = { key: 'd3 3.0 c', deployment: 'd3' };
const backAgain: Era = { key: 'd2 1.0 a', deployment: 'd2' };
const bar = { factor: 2, atLeast: 5, calls: 50, span: minutes(4) };

/** A server whose counters grow by what is called. */
function server() {
  const counters = new Map<string, Counters>();
  return {
    call(id: string, calls: number, mean: number) {
      const [n, time, squares] = counters.get(id) ?? [0, 0, 0];
      counters.set(id, [n + calls, time + calls * mean, squares + calls * mean * mean * 1.25]);
    },
    forget: () => counters.clear(),
    counted: (): Counted => new Map(counters),
  };
}

/** Looks a quarter of an hour apart, each after what `step` does. */
function story(steps: readonly (readonly [Era, (on: ReturnType<typeof server>) => void])[]) {
  const on = server();
  const found: string[][] = [];
  let history: History | undefined;
  let suspicion: Suspicion | undefined;
  let at = began;
  for (const [era, step] of steps) {
    step(on);
    const look = { at, counted: on.counted(), countsSince: began };
    history = history === undefined ? firstLook(look, era) : nextLook(history, look, era);
    const answer = findSlower(suspicion, history, bar);
    suspicion = answer.suspicion;
    found.push(answer.found.map(({ id }) => id));
    at = plus(at, minutes(15));
  }
  return { found, history };
}
const usual = [quiet, (on: ReturnType<typeof server>) => on.call('q', 1_000, 3)] as const;
const still = (era: Era) => [era, () => {}] as const;
const calls = (era: Era, mean: number, n = 30) =>
  [era, (on: ReturnType<typeof server>) => on.call('q', n, mean)] as const;

describe('a slower statement', () => {
  it('is found after two slow stretches of half the calls, and told once', () => {
    const { found } = story([usual, still(second), calls(second, 41), calls(second, 41), calls(second, 41)]);
    expect(found).toEqual([[], [], [], ['q'], []]);
  });

  it('is not found for one stall of the machine', () => {
    const { found } = story([usual, calls(second, 41), calls(second, 3), calls(second, 41), calls(second, 3)]);
    expect(found.flat()).toEqual([]);
  });

  it('is found however late it turns slow', () => {
    const good = Array.from({ length: 40 }, () => calls(second, 3, 1_000));
    const { found } = story([usual, still(second), ...good, calls(second, 41), calls(second, 41)]);
    expect(found.at(-1)).toEqual(['q']);
  });

  it('waits for enough calls, however many looks that takes', () => {
    const few = Array.from({ length: 10 }, () => calls(second, 41, 5));
    const { found } = story([usual, still(second), ...few]);
    expect(found.flatMap((ids, look) => ids.map(() => look))).toEqual([11]);
  });

  it('must last, however many calls there are', () => {
    const on = server();
    on.call('q', 1_000, 3);
    const at = (seconds: number) => instant(began + seconds * 1_000);
    const look = (seconds: number) => ({ at: at(seconds), counted: on.counted(), countsSince: began });
    let history = nextLook(firstLook(look(0), quiet), look(10), second);
    let suspicion: Suspicion | undefined;
    const found: number[] = [];
    for (let passed = 10; passed <= 600; passed += 10) {
      on.call('q', 1_000, 41);
      history = nextLook(history, look(passed), second);
      const answer = findSlower(suspicion, history, bar);
      suspicion = answer.suspicion;
      if (answer.found.length > 0) found.push(passed);
    }
    expect(found).toEqual([240]);
  });

  it('is not one that is as slow every night', () => {
    const night = (era: Era) => Array.from({ length: 6 }, () => calls(era, 41));
    const day = (era: Era) => Array.from({ length: 90 }, () => calls(era, 3));
    const nights = story([usual, ...day(quiet), ...night(quiet), ...day(second), ...night(second)]);
    expect(nights.found.flat()).toEqual([]);
    const slower = story([usual, ...day(quiet), ...night(quiet), ...day(second), calls(second, 90), calls(second, 90)]);
    expect(slower.found.flat()).toEqual(['q']);
  });

  it('is found when the statistics were reset in between', () => {
    const { found } = story([
      usual,
      still(second),
      calls(second, 41),
      [second, (on) => on.forget()],
      calls(second, 41),
      calls(second, 41),
    ]);
    expect(found.flat()).toEqual(['q']);
  });

  it('is compared with the version before, and after a rollback with what the rollback brings back', () => {
    const slow = [calls(second, 41), calls(second, 41)];
    const { found } = story([
      usual,
      still(second),
      ...slow,
      still(backAgain),
      calls(backAgain, 3),
      calls(backAgain, 3),
    ]);
    expect(found.flat()).toEqual(['q']);
    const again = story([
      usual,
      still(second),
      ...slow,
      calls(backAgain, 41),
      calls(backAgain, 41),
      calls(backAgain, 41),
    ]);
    expect(again.found.flat()).toEqual(['q', 'q']);
  });

  it('that nobody rolled back is what the next version is compared with', () => {
    const slow = [calls(second, 41, 500), calls(second, 41, 500)];
    const { found } = story([usual, still(second), ...slow, calls(third, 41), calls(third, 41), calls(third, 41)]);
    expect(found.flat()).toEqual(['q']);
  });
});

describe('a new statement', () => {
  it('is one that was never seen before the deploy, and takes its time', () => {
    const { history } = story([
      usual,
      still(second),
      [
        second,
        (on) => {
          on.call('slow', 60, 30);
          on.call('quick', 60, 1);
          on.call('rare', 3, 900);
          on.call('q', 60, 50);
        },
      ],
    ]);
    const news = (told: string[]) =>
      history === undefined ? [] : findNew(new Set(told), history, { atLeast: 20, calls: 50 }).map(({ id }) => id);
    expect(news([])).toEqual(['slow']);
    expect(news(['slow'])).toEqual([]);
  });
});

describe('what was usual', () => {
  const counted = (calls: number, mean: number): Counted =>
    new Map([['q', [calls, calls * mean, calls * mean * mean]]]);
  const look = (at: number, calls: number, mean: number, countsSince = began) => ({
    at: plus(began, hours(at)),
    counted: counted(calls, mean),
    countsSince,
  });

  it('is of the last one to two days, not of the years that the server has counted', () => {
    const year = plus(began, days(-365));
    // A million calls at 1 ms over a year, then days at 9 ms.
    let history = firstLook(look(0, 1_000_000, 1, year), quiet);
    for (let hour = 1; hour <= 60; hour++)
      history = nextLook(
        history,
        { ...look(hour, 0, 0, year), counted: new Map([['q', [1_000_000 + hour * 100, 1_000_000 + hour * 900, 1e9]]]) },
        quiet,
      );
    const { before } = nextLook(history, { ...look(61, 0, 0, year), counted: history.last }, second);
    const [n, time] = before?.get('q') ?? [0, 0];
    expect(time / n).toBeCloseTo(9);
    expect(n).toBeLessThanOrEqual(4_900);
  });

  it('is also what the server counted before anybody looked, when that is of this week', () => {
    const history = firstLook(look(0, 1_000, 3), quiet);
    expect(nextLook(history, look(1, 1_000, 3), second).before?.get('q')).toEqual([1_000, 3_000, 9_000]);
  });

  it('is nothing for somebody who first looks after the deploy', () => {
    const history = firstLook(look(0, 1_000, 3), second);
    expect(history.before).toBeUndefined();
    expect(nextLook(history, look(1, 2_000, 3), second).before).toBeUndefined();
    expect(nextLook(history, look(1, 2_000, 3), third).before?.get('q')?.[0]).toBeUndefined();
  });

  it('survives as JSON', () => {
    const { history } = story([usual, still(second), calls(second, 41)]);
    const again = recallHistory(JSON.parse(JSON.stringify(history && keepHistory(history))));
    expect(again).toEqual(history);
    expect(recallHistory({ era: 3 })).toBeUndefined();
  });
});

describe('growth', () => {
  it('counts from 0 again after a reset', () => {
    expect(grown([5, 10, 30], [3, 4, 10])).toEqual([2, 6, 20]);
    expect(grown([2, 1, 1], [3, 4, 10])).toEqual([2, 1, 1]);
    expect(grown([2, 1, 1])).toEqual([2, 1, 1]);
  });

  it('leaves out what was not called', () => {
    expect(allGrown(new Map([['q', [3, 4, 10]]]), new Map([['q', [3, 4, 10]]]))).toEqual(new Map());
  });
});
