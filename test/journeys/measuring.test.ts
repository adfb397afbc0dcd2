import { measureLoop } from '@daywatch/daemon/src/monitor/measure-loop.ts';
import { createRecorder } from '@daywatch/daemon/src/monitor/recorder.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { millis, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../fakes/fake-clock.ts';

const criterion: Criterion = {
  name: 'healthy',
  title: 'Healthy',
  severity: 'blocking',
  integrity: false,
  source: 'site',
  measure: 'check',
  query: {},
  worse: 'higher',
  unit: 'fraction',
  every: seconds(10),
  timeout: seconds(4),
  noData: 'blind',
  dryRun: false,
  strict: false,
  confirm: 2,
};
const good: Reading = { type: 'check', ok: true };

function loop(observe: (signal: AbortSignal) => Promise<Reading>) {
  const clock = createFakeClock();
  const stopping = new AbortController();
  const readings: Observation[] = [];
  const ended = measureLoop({
    criterion,
    probe: { observe },
    clock,
    signal: stopping.signal,
    occasion: () => ({}),
    onMeasured(measured) {
      readings.push(measured.observation);
    },
  });
  const stop = () => {
    stopping.abort();
    return ended;
  };
  return { clock, readings, stop };
}

describe('the measure loop', () => {
  it('reads at each point of the grid, without drifting', async () => {
    const { clock, readings, stop } = loop(async () => good);
    await clock.advance(minutes(2));
    await stop();
    expect(readings).toHaveLength(12);
    const offsets = new Set(readings.map(({ at }) => at % criterion.every));
    expect(offsets.size).toBe(1);
  });

  it('skips the points that a slow reading has passed, and says how many', async () => {
    const clock = createFakeClock();
    const stopping = new AbortController();
    const missed: number[] = [];
    let slow = true;
    const ended = measureLoop({
      criterion: { ...criterion, timeout: minutes(5) },
      probe: {
        async observe(signal) {
          if (slow) await clock.sleep(seconds(35), signal);
          slow = false;
          return good;
        },
      },
      clock,
      signal: stopping.signal,
      occasion: () => ({}),
      onMeasured: (measured) => missed.push(measured.missed),
    });
    await clock.advance(minutes(2));
    stopping.abort();
    await ended;
    expect(missed.slice(0, 3)).toEqual([0, 3, 0]);
  });

  it('tells a source that does not come back to give up when the time is over', async () => {
    const { clock, readings, stop } = loop(
      (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ type: 'error', because: 'no answer in 4s' }), {
            once: true,
          });
        }),
    );
    await clock.advance(minutes(1));
    await stop();
    expect(readings.length).toBeGreaterThan(3);
    expect(readings[0]?.reading).toEqual({ type: 'error', because: 'no answer in 4s' });
  });

  it('survives a source with a fault in it, and says what it is', async () => {
    const { clock, readings, stop } = loop(() => Promise.reject(new TypeError('x is undefined')));
    await clock.advance(minutes(1));
    await stop();
    expect(readings[0]?.reading).toEqual({ type: 'error', because: 'a fault in the source: x is undefined' });
  });

  it('lets a count speak of a gap, and of nothing that was answered for', async () => {
    const answers: Reading[] = [
      { type: 'count', count: 1 },
      { type: 'error', because: 'refused' },
      { type: 'count', count: 3, over: 20 },
      { type: 'count', count: 3, over: 3600 },
      { type: 'absent', because: 'nothing' },
      { type: 'count', count: 3, over: 3600 },
    ];
    const coming = answers.values();
    const { clock, readings, stop } = loop(async () => coming.next().value ?? good);
    await clock.advance(minutes(1));
    await stop();
    expect(readings.map(({ reading }) => reading)).toEqual([
      ...answers.slice(0, 3),
      { type: 'count', count: 3 },
      answers[4],
      { type: 'count', count: 3, over: 20 },
    ]);
  });

  it('ends at once', async () => {
    const { clock, readings, stop } = loop(async () => good);
    await stop();
    await clock.advance(minutes(1));
    expect(readings).toEqual([]);
  });
});

describe('the recorder', () => {
  const reading = (at: number) => ({ criterion: 'healthy', at, seconds: 10, reading: good }) as Observation;

  it('judges nothing that is not stored, and tries again until it is', async () => {
    const clock = createFakeClock();
    const stored: Observation[] = [];
    const judged: Observation[] = [];
    let working = false;
    const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
    const recorder = createRecorder({
      environment: 'production',
      store: {
        async saveObservations(_, observations) {
          if (!working) throw new Error('disk full');
          stored.push(...observations);
        },
      },
      clock,
      log: silent,
      signal: new AbortController().signal,
      async onStored(observations) {
        judged.push(...observations);
      },
    });
    recorder.add(reading(1));
    await clock.advance(seconds(3));
    recorder.add(reading(2));
    expect(judged).toEqual([]);
    working = true;
    await clock.advance(minutes(1));
    await recorder.settled();
    expect(stored).toEqual([reading(1), reading(2)]);
    expect(judged).toEqual(stored);
  });

  it('gathers what comes close together into one batch', async () => {
    const clock = createFakeClock();
    const batches: number[] = [];
    const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
    const recorder = createRecorder({
      environment: 'production',
      store: { saveObservations: async (_, observations) => void batches.push(observations.length) },
      clock,
      log: silent,
      signal: new AbortController().signal,
      onStored: async () => undefined,
    });
    for (let at = 0; at < 50; at += 1) recorder.add(reading(at));
    await clock.advance(millis(300));
    expect(batches).toEqual([50]);
  });
});
