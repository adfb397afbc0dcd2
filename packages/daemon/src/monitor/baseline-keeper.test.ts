import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import {
  days,
  hours,
  instant,
  millis,
  minus,
  minutes,
  plus,
  rfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import { criterion } from '../http/app.fixture.ts';
import type { History, Probe, Stretch } from '../ports/source.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { type BaselineParts, baselineReach, freezeBaseline } from './baseline-keeper.ts';
import { deploymentOf } from './deployment.fixture.ts';
import { noteQuestions } from './note-questions.ts';

const now = instant(Date.UTC(2026, 11, 8, 14, 30));
const ago = (span: number) => minus(now, minutes(span));
const healthy = criterion({ name: 'healthy', measure: 'check', query: { path: '/' }, tolerance: 0.25 });
const { limit: _, ...unlimited } = healthy;
const sources = { metrics: { name: 'metrics', type: 'http', options: { url: 'http://shop.test' } } };
const next = deploymentOf({ id: '02DEPLOYMENT', requestedAt: rfc3339(now) });

const look = (at: number, reading: Reading = { type: 'check', ok: true }): Observation => ({
  criterion: 'healthy',
  at: instant(at),
  seconds: 15,
  reading,
});
/** Looks every 15 s, in minutes before now. */
const looks = (from: number, to: number) =>
  Array.from({ length: (from - to) * 4 }, (_, index) => look(plus(ago(from), seconds(index * 15))));

function keeper({ criteria = [unlimited], probe }: { criteria?: readonly Criterion[]; probe?: Probe } = {}) {
  const store = new MemoryStore();
  const clock = createFakeClock(now);
  const parts: BaselineParts = {
    store,
    clock,
    environment: 'production',
    sources,
    criteria,
    settle: minutes(2),
    probeOf: () => probe ?? { observe: async () => ({ type: 'check', ok: true }) },
  };
  return {
    store,
    clock,
    freeze: () => freezeBaseline(parts, next, now),
    frozen: () => store.baseline('02DEPLOYMENT', 'healthy'),
    footing: async () => (await store.footings('02DEPLOYMENT')).get('healthy'),
    async deployed(facts: Partial<Deployment>) {
      const deployment = deploymentOf({ requestedAt: rfc3339(ago(60)), ...facts });
      const { id, environment, service, version } = deployment;
      const event = { type: 'requested' as const, environment, service, version, planHash: 'p1', steps: [] };
      const recorded = { deployment: id, sequence: 1, at: deployment.requestedAt, actor: 'devops', event };
      await store.append({ expected: 0, events: [{ ...recorded, previous: '', hash: 'h' }], deployment });
    },
  };
}

describe('a frozen baseline', () => {
  it('has the last hours as they were read, and a week of what is older by the minute', async () => {
    const { store, freeze, frozen } = keeper();
    const tooOld = look(minus(now, millis(baselineReach + 60_000)));
    const unfinished = look(minus(now, seconds(5)));
    await store.saveObservations('production', [tooOld, ...looks(9_000, 8_998), ...looks(10, 8), unfinished]);
    expect(await freeze()).toMatchObject({ observations: 10, rungs: { 'same-hour': 1 }, leftOut: [] });
    const minute = { criterion: 'healthy', seconds: 60, reading: { type: 'rate', bad: 0, total: 4 } };
    expect(await frozen()).toEqual([{ ...minute, at: ago(9_000) }, { ...minute, at: ago(8_999) }, ...looks(10, 8)]);
  });

  it('is the same again when hours were summed up before, also by another daemon', async () => {
    const { store, freeze, frozen } = keeper();
    await store.saveObservations('production', looks(600, 0));
    await freeze();
    const first = await frozen();
    await store.saveObservations('production', looks(600, 0));
    await freeze();
    expect(await frozen()).toEqual(first);
  });

  it('has no deploy in it, and nothing of a version that was rolled back', async () => {
    const { store, freeze, frozen, footing, deployed } = keeper();
    await store.saveObservations('production', looks(120, 0));
    const target = { version: '1.4.0', commit: 'bbb' };
    await deployed({
      phase: 'rolled-back',
      rollback: { target, requestedBy: 'x', requestedAt: '', finishedAt: rfc3339(ago(20)) },
    });
    const { leftOut } = await freeze();
    expect(leftOut).toEqual([
      { from: rfc3339(ago(60)), until: rfc3339(ago(18)), because: '1.4.1, which was rolled back' },
    ]);
    expect((await frozen()).filter(({ at }) => at > ago(60) && at < ago(18))).toEqual([]);
    expect((await footing())?.because).toBe('the 2h before the deploy; without 1.4.1, which was rolled back');
  });

  it('looks as far back as it must for what runs since: a version with a NO-GO that came weeks ago', async () => {
    const { store, freeze, deployed } = keeper();
    await store.saveObservations('production', looks(120, 0));
    await deployed({ id: '00', phase: 'failed', requestedAt: rfc3339(minus(now, days(20))) });
    for (let index = 0; index < 60; index += 1) {
      const requestedAt = rfc3339(minus(now, hours(100 - index)));
      await deployed({ id: `00C${index}`, phase: 'cancelled', runnerPhase: 'preflight', requestedAt });
    }
    expect(await freeze()).toMatchObject({ observations: 0, rungs: { nothing: 1 } });
  });

  it('has no silenced time, of the criterion that was silenced', async () => {
    const other = { ...unlimited, name: 'other' };
    const { store, freeze, frozen, footing } = keeper({ criteria: [unlimited, other] });
    await store.saveObservations('production', looks(30, 0));
    await store.saveObservations(
      'production',
      looks(30, 0).map((one) => ({ ...one, criterion: 'other' })),
    );
    await store.saveSilence({
      id: 's1',
      environment: 'production',
      criterion: 'healthy',
      owner: 'devops',
      reason: 'noise',
      from: rfc3339(ago(20)),
      until: rfc3339(ago(10)),
    });
    await freeze();
    expect(await frozen()).toEqual([...looks(30, 20), ...looks(10, 0)]);
    expect((await footing())?.because).toBe(
      'the 30m before the deploy; without the time in which devops had silenced it',
    );
    expect((await store.footings('02DEPLOYMENT')).get('other')).toMatchObject({ readings: 120, leftOut: [] });
  });

  it('has only readings of the question that is asked now', async () => {
    const { store, freeze, frozen, footing } = keeper();
    const note = (query: unknown, at: number) =>
      noteQuestions({ store, environment: 'production', sources, criteria: [{ ...unlimited, query }], now: ago(at) });
    await note({ path: '/old' }, 600);
    await note({ path: '/' }, 12);
    await store.saveObservations('production', looks(600, 0));
    await freeze();
    expect(await frozen()).toEqual(looks(12, 0));
    expect((await footing())?.because).toBe(
      'the 12m before the deploy; without what was read before its query changed at 2026-12-08 14:18 UTC',
    );
  });

  it('has no gap filled: what could not be read is not there', async () => {
    const { store, freeze, frozen } = keeper();
    const lost = [
      look(ago(3), { type: 'error', because: 'refused' }),
      look(ago(2), { type: 'absent', because: 'none' }),
    ];
    await store.saveObservations('production', [...lost, look(ago(1))]);
    await freeze();
    expect(await frozen()).toEqual([look(ago(1))]);
  });

  it('is replaced whole when the freezing is done again', async () => {
    const { store, freeze, frozen } = keeper();
    await store.saveBaselines('02DEPLOYMENT', [
      {
        criterion: 'healthy',
        footing: {
          rung: 'nothing',
          because: '',
          until: rfc3339(now),
          question: '',
          seconds: 0,
          readings: 1,
          fromSource: 0,
          leftOut: [],
        },
        readings: looks(3, 2),
      },
    ]);
    await freeze();
    expect(await frozen()).toEqual([]);
  });
});

describe('what the source remembers', () => {
  const past = (from: number, to: number) =>
    Array.from({ length: from - to }, (_, index) => ({
      at: plus(ago(from), minutes(index)),
      seconds: 60,
      reading: { type: 'rate', bad: 0, total: 4 } as const,
    }));
  const remembering = (answer: (stretch: Stretch) => History): Probe => ({
    observe: async () => ({ type: 'check', ok: true }),
    history: async (stretch) => answer(stretch),
  });

  it('is asked for a week by the minute, and fills what the daemon has not read itself', async () => {
    let asked: Stretch | undefined;
    const probe = remembering((stretch) => {
      asked = stretch;
      return { type: 'remembered', readings: past(60, 0) };
    });
    const { store, freeze, frozen, footing } = keeper({ probe });
    await store.saveObservations('production', looks(10, 0));
    expect(await freeze()).toMatchObject({ observations: 90 });
    expect(asked).toEqual({ from: minus(now, baselineReach), to: now, every: minutes(1) });
    expect(await frozen()).toEqual([...past(60, 10).map((one) => ({ ...one, criterion: 'healthy' })), ...looks(10, 0)]);
    expect((await footing())?.because).toBe('the 1h before the deploy; 50 of 90 readings as its source remembers them');
  });

  it('is not asked for when a week was seen', async () => {
    const probe = remembering(() => {
      throw new Error('asked all the same');
    });
    const { store, freeze, footing } = keeper({ probe });
    const week = Array.from({ length: 7 * 24 * 60 }, (_, index) => ({ ...look(ago(index + 1)), seconds: 60 }));
    await store.saveObservations('production', week);
    await freeze();
    expect((await footing())?.because).toBe('the same hour of the 7 days before the deploy');
  });

  it('has left out of it what a bad version did', async () => {
    const probe = remembering(() => ({ type: 'remembered', readings: past(60, 0) }));
    const { freeze, frozen, deployed } = keeper({ probe });
    await deployed({ phase: 'failed', requestedAt: rfc3339(ago(30)) });
    await freeze();
    expect((await frozen()).map(({ at }) => at)).toEqual(past(60, 30).map(({ at }) => at));
  });

  it.each<[string, NonNullable<Probe['history']>, string]>([
    ['fails', async () => ({ type: 'failed', because: 'metrics: HTTP 500' }), 'metrics: HTTP 500'],
    ['has a fault', () => Promise.reject(new TypeError('x')), 'a fault in the source: x'],
    ['never answers', () => new Promise(() => undefined), 'it did not answer in time'],
  ])('may be missing, and the deploy goes on: it %s', async (_, history, because) => {
    const { store, clock, freeze, footing } = keeper({
      probe: { observe: async () => ({ type: 'check', ok: true }), history },
    });
    await store.saveObservations('production', looks(10, 0));
    const freezing = freeze();
    await clock.advance(seconds(7));
    expect(await freezing).toMatchObject({ observations: 40 });
    expect((await footing())?.because).toBe(
      `the 10m before the deploy; its source could not be asked for more: ${because}`,
    );
  });
});
