import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, type Instant, instant, millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Logger } from '../ports/logger.ts';
import type { Memory } from '../ports/memory.ts';
import { refusingShell } from '../shell.ts';
import { fullReach } from './full-reach.fixture.ts';
import { push } from './push.ts';
import { shortMemory } from './short-memory.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const start = instant(Date.UTC(2026, 11, 1, 22));

function pushing(measure: Measure, query: unknown = 'pushed', memory: Memory = shortMemory()) {
  let now: Instant = start;
  const source = push.open(
    { silence: '5m' },
    {
      name: 'ci',
      log: quiet,
      memory,
      reach: fullReach,
      shell: refusingShell('no commands here'),
      clock: {
        now: () => now,
        elapsed: () => millis(0),
        sleep: async () => undefined,
        timeout: () => new AbortController().signal,
        alarm: () => () => undefined,
      },
      outbound: {
        request: async () => {
          throw new Error('nothing is asked');
        },
      },
    },
  );
  const probe = source.probe({ name: 'nightly', measure, query });
  return {
    async tell(reading: Reading, at?: Instant) {
      await probe.accept?.({ reading, at: at ?? now, timed: at !== undefined });
    },
    read: () => probe.observe(new AbortController().signal),
    pass(span: number) {
      now = plus(now, millis(span));
    },
  };
}
const good: Reading = { type: 'check', ok: true };

describe('a source that others push to', () => {
  it('counts all that was pushed, and keeps no more of it than it must, however much that is', async () => {
    const memory = shortMemory();
    const { tell, read } = pushing('count', 'pushed', memory);
    for (let second = 0; second < 2_500; second += 1)
      await tell({ type: 'count', count: 1 }, plus(start, seconds(second - 2_500)));
    const kept = await memory.read('pushed for nightly');
    expect(JSON.stringify(kept).length).toBeLessThan(100_000);
    expect(await read()).toEqual({ type: 'count', count: 2_500 });
  });

  it('has nothing to say before the first push', async () => {
    expect(await pushing('check').read()).toEqual({
      type: 'absent',
      because: 'ci: nothing was pushed for nightly yet',
    });
  });

  it('keeps the last word of a check until it is too old, and then misses it', async () => {
    const { tell, read, pass } = pushing('check');
    await tell({ type: 'check', ok: false, because: '3 tests failed' });
    expect(await read()).toEqual({ type: 'check', ok: false, because: 'ci: 3 tests failed' });
    pass(minutes(5));
    expect(await read()).toMatchObject({ ok: false });
    pass(1);
    expect(await read()).toEqual({
      type: 'absent',
      because: 'ci: nothing was pushed for nightly since 2026-12-01T22:00:00.000Z (5m ago); 5m of silence is allowed',
    });
    await tell(good);
    expect(await read()).toEqual(good);
  });

  it('allows one criterion a silence of its own', async () => {
    const { tell, read, pass } = pushing('check', { silence: '26h' });
    await tell(good);
    pass(hours(25));
    expect(await read()).toEqual(good);
  });

  it('tells an event once', async () => {
    const { tell, read } = pushing('count');
    await tell({ type: 'count', count: 2 });
    await tell({ type: 'count', count: 1 });
    expect(await read()).toEqual({ type: 'count', count: 3 });
    expect(await read()).toEqual({ type: 'count', count: 0 });
  });

  it('takes a reading that says of when it is once, however often it is sent', async () => {
    const { tell, read } = pushing('count');
    const at = plus(start, millis(-1_000));
    await tell({ type: 'count', count: 2 }, at);
    await tell({ type: 'count', count: 2 }, at);
    expect(await read()).toEqual({ type: 'count', count: 2 });
    await tell({ type: 'count', count: 2 }, at);
    expect(await read()).toEqual({ type: 'count', count: 0 });
  });

  it('does not let a word that arrives late replace a later one', async () => {
    const { tell, read, pass } = pushing('gauge');
    await tell({ type: 'gauge', value: 7 }, start);
    await read();
    await tell({ type: 'gauge', value: 1 }, plus(start, millis(-60_000)));
    await read();
    pass(seconds(15));
    expect(await read()).toEqual({ type: 'gauge', value: 7 });
  });

  it('takes no word from long ago for how it stands now', async () => {
    const { tell, read } = pushing('check');
    await tell(good, plus(start, millis(-hours(3))));
    expect(await read()).toMatchObject({ type: 'absent', because: expect.stringContaining('(3h ago)') });
    await tell({ type: 'check', ok: false, because: 'down' }, plus(start, millis(-1_000)));
    await tell(good, plus(start, millis(-hours(2))));
    expect(await read()).toMatchObject({ ok: false });
  });

  it('counts what happened, however late it is told', async () => {
    const { tell, read } = pushing('count');
    await tell({ type: 'count', count: 2 }, plus(start, millis(-hours(3))));
    expect(await read()).toEqual({ type: 'count', count: 2 });
  });

  it('forgets nothing when the daemon starts again', async () => {
    const memory = shortMemory();
    await pushing('count', 'pushed', memory).tell({ type: 'count', count: 2 });
    const again = pushing('count', 'pushed', memory);
    expect(await again.read()).toEqual({ type: 'count', count: 2 });
  });
});
