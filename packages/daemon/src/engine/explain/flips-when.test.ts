import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, millis, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { describe, expect, it } from 'vitest';
import { absent, always, check, count, criterion, deployedAt, rate, type Story, tell } from '../scenario.fixture.ts';

const number = (text: string | undefined): number => Number(text?.replaceAll(',', ''));

/** How it stands so many intervals of 15 seconds after the first `ticks` of them. */
function lookingOn(one: Criterion, after: Story, ticks: number) {
  const told = tell({ criteria: [one], before: { one: after }, after: { one: after } });
  return (later: number): Judgement => {
    told.until(millis((ticks + later) * 15_000));
    return told.judgement('one');
  };
}

describe('flipsWhen of what is no statistics', () => {
  const at = (of: Parameters<typeof criterion>[0], after: Story, ticks: number) =>
    lookingOn(criterion({ ...of, name: 'one' }), after, ticks);

  it('one event where none is allowed turns it with the reading after it', () => {
    const happened = (tick: number) => at({ measure: 'count', limit: 0 }, (t) => count(t === tick ? 1 : 0), 40);
    expect(happened(9_999)(0).flipsWhen).toBe('failing with the first event and 1 reading after it');
    const unconfirmed = happened(39);
    expect(unconfirmed(0)).toMatchObject({ state: 'undecided', flipsWhen: 'failing with the next reading' });
    expect(unconfirmed(1)).toMatchObject({ state: 'failing', flipsWhen: 'never by itself: what happened stands' });
  });

  it('counts the sound readings that a broken rule still needs', () => {
    const of = { measure: 'check', integrity: true, strict: true, limit: 0 } as const;
    const after = at(of, (t) => check(t < 20 || t >= 40), 40);
    expect([0, 1, 2].map((later) => after(later).flipsWhen)).toEqual([
      'recovered after 3 sound readings in a row',
      'recovered after 2 sound readings in a row',
      'recovered after 1 sound reading',
    ]);
    expect(after(3).recoveredSince).toBeDefined();
  });

  it('counts the failed looks that an outage still needs', () => {
    const of = { measure: 'check', severity: 'blocking', limit: 0.5 } as const;
    const failing = (from: number) => at(of, (t) => check(t < from), 40)(0).flipsWhen;
    expect([40, 39, 38].map(failing)).toEqual([
      'failing after 3 failed looks in a row',
      'failing after 2 failed looks in a row',
      'failing after 1 failed look',
    ]);
  });

  it('counts the readings with nothing there', () => {
    const of = { measure: 'count', limit: 100, noData: 'failing', confirm: 3 } as const;
    const after = at(of, (t) => (t < 40 ? count(1) : absent), 40);
    expect(after(1)).toMatchObject({
      state: 'undecided',
      flipsWhen: 'failing after 2 more readings with nothing there',
    });
    expect(after(3).state).toBe('failing');
  });

  it('counts the readings that were there again', () => {
    const of = { measure: 'count', limit: 100, noData: 'failing' } as const;
    const after = at(of, (t) => (t < 40 || t >= 43 ? count(0) : absent), 43);
    expect([0, 1, 2].map((later) => after(later).flipsWhen)).toEqual([
      'recovered after 3 sound readings in a row',
      'recovered after 2 sound readings in a row',
      'recovered after 1 sound reading',
    ]);
  });

  it('says when enough of the readings will have arrived', () => {
    const one = criterion({ measure: 'check', strict: true, integrity: true, limit: 0, name: 'one' });
    const told = tell({ criteria: [one], after: { one: (t) => (t >= 100 && t < 240 ? undefined : check(true)) } });
    told.until(minutes(80));
    const { state, flipsWhen } = told.judgement('one');
    expect(state).toBe('undecided');
    const wait = number(/ in (\d+) h/.exec(flipsWhen ?? '')?.[1]) * 60 + number(/(\d+) min/.exec(flipsWhen ?? '')?.[1]);
    told.until(minutes(80 + wait - 1));
    expect(told.judgement('one').state).toBe('undecided');
    told.until(minutes(80 + wait + 1));
    expect(told.judgement('one').state).toBe('passing');
  });

  it.each<[string, Criterion, Story]>([
    ['passes', criterion({ measure: 'rate', name: 'one', limit: 0.01 }), (t) => rate(t < 240 ? 0 : 400, 400)],
    [
      'is too thin yet',
      criterion({ measure: 'rate', name: 'one', limit: 0.01 }),
      (t) => rate(t < 240 || t % 40 > 0 ? 0 : 1, 1),
    ],
    ['keeps a rule', criterion({ measure: 'check', name: 'one', limit: 0, integrity: true }), (t) => check(t < 240)],
    [
      'failed by evidence',
      criterion({ measure: 'rate', name: 'one', limit: 0.01 }),
      (t) => rate(t > 100 && t < 240 ? 9 : 0, 10),
    ],
    [
      'broke a rule',
      criterion({ measure: 'check', name: 'one', limit: 0, integrity: true }),
      (t) => check(t <= 100 || t >= 240),
    ],
    ['had no request yet', criterion({ measure: 'rate', name: 'one', limit: 0.01 }), (t) => rate(0, t < 240 ? 0 : 400)],
  ])('waits for the end of a silence where it %s: until then nothing that is read turns it', (_, one, after) => {
    const told = tell({ criteria: [one], after: { one: after } });
    const loud = told.until(minutes(60)).judgements[0];
    told.watch.silence({
      criterion: 'one',
      from: plus(deployedAt, minutes(60)),
      until: plus(deployedAt, minutes(90)),
    });
    const at = (minute: number) => told.until(minutes(minute)).judgements[0];
    const [first, last] = [at(60), at(89)];
    expect(loud?.flipsWhen).not.toContain('silence');
    expect(first?.flipsWhen).toBe('judged again from 23:30 UTC on, when its silence ends');
    expect(last).toMatchObject({ state: loud?.state, flipsWhen: first?.flipsWhen });
    expect(last?.recoveredSince).toBeUndefined();
    expect(at(91)?.flipsWhen ?? '').not.toContain('silence');
  });

  it('does not make a silence wait for what is only to be seen', () => {
    const one = criterion({ measure: 'rate', name: 'one', limit: 0.01 });
    const told = tell({ criteria: [one], after: { one: (t) => (t < 80 ? rate(0, 10) : undefined) } });
    told.watch.silence({ criterion: 'one', from: deployedAt, until: plus(deployedAt, minutes(90)) });
    told.until(minutes(60));
    expect(told.judgement('one')).toMatchObject({
      state: 'blind',
      flipsWhen: 'judged again with the next acceptable reading',
    });
  });

  it('is not told of a watch that is over: no reading turns it any more', () => {
    const one = criterion({ measure: 'rate', name: 'one', limit: 0.01 });
    const told = tell({ criteria: [one], after: { one: () => rate(0, 10) }, settings: { for: hours(2) } });
    expect(told.until(minutes(119)).judgements[0]?.flipsWhen).toMatch(/failing after/);
    const { final, judgements } = told.until(hours(2));
    expect(final).toBe(true);
    expect(judgements[0]?.flipsWhen).toBeUndefined();
  });

  it('knows that nothing in this watch would help', () => {
    const one = criterion({ measure: 'rate', tolerance: 0.25, name: 'one' });
    const told = tell({ criteria: [one], after: { one: always(rate(0, 10)) } });
    told.until(hours(1));
    expect(told.judgement('one').flipsWhen).toBe('never in this watch: a limit in the plan would let it decide');
  });
});
