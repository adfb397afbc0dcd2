import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { type Door, keptOut, shutDoor } from './back-off.ts';
import { Gate } from './gate.ts';

describe('after a failed attempt', () => {
  it('nobody tries again for 1, 2, 4, 8, then 10 seconds', () => {
    let door: Door = { state: 'open' };
    let now = 0;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      door = shutDoor(door, 'connection refused', millis(now));
      const { until } = door.state === 'shut' ? door : expect.fail('it is shut');
      waits.push((until - now) / 1_000);
      now = until;
    }
    expect(waits).toEqual([1, 2, 4, 8, 10, 10]);
  });

  it('the reason stays, with when the next attempt comes', () => {
    const door = shutDoor({ state: 'open' }, 'connection refused', millis(500));
    expect(keptOut(door, millis(600))).toBe('connection refused; next attempt in 1s');
    expect(keptOut(door, millis(1_500))).toBeUndefined();
  });
});

describe('a gate', () => {
  const forever = new AbortController().signal;

  it('lets in as many as there are places, and the next when one leaves', async () => {
    const gate = new Gate(1);
    const leave = await gate.enter(forever);
    let second = false;
    const waiting = gate.enter(forever).then((left) => {
      second = true;
      return left;
    });
    await Promise.resolve();
    expect(second).toBe(false);
    leave?.();
    leave?.();
    (await waiting)?.();
    expect(await gate.enter(forever)).toBeTypeOf('function');
  });

  it('keeps no place for who gave up', async () => {
    const gate = new Gate(1);
    const leave = await gate.enter(forever);
    const impatient = new AbortController();
    const waiting = gate.enter(impatient.signal);
    impatient.abort();
    expect(await waiting).toBeUndefined();
    expect(await gate.enter(AbortSignal.abort())).toBeUndefined();
    leave?.();
    expect(await gate.enter(forever)).toBeTypeOf('function');
  });
});
