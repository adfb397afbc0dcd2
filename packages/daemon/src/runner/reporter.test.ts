import type { Client } from '@daywatch/shared/client/client.ts';
import type { Failure } from '@daywatch/shared/client/result.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import { instant, type Millis, millis, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../ports/clock.ts';
import { createReporter } from './reporter.ts';

/** Sleeping takes no time, and lets others have their turn. */
function fastClock(): Clock {
  let now = 0;
  return {
    now: () => instant(now),
    elapsed: () => millis(now),
    sleep: async (span, signal) => {
      if (signal?.aborted !== true) now += span;
      await new Promise((resolve) => setImmediate(resolve));
    },
    timeout: () => new AbortController().signal,
    alarm: () => () => undefined,
  };
}

const unreachable: Failure = { type: 'unreachable', because: 'nobody there' };
const problem = (status: number): Failure => ({
  type: 'refused',
  problem: { type: 'x', title: 'No', status, code: 'x', detail: `HTTP ${status}` },
});

/** Answers each batch with the next failure, then takes everything. */
function listening(...failures: readonly Failure[]) {
  const clock = fastClock();
  const batches: { readonly at: Millis; readonly reports: readonly RunnerReport[] }[] = [];
  const told: string[] = [];
  const left = [...failures];
  const reportProgress = (async ({ body }) => {
    batches.push({ at: clock.elapsed(), reports: body.reports });
    const failure = left.shift();
    return failure === undefined ? { ok: true, value: {} } : { ok: false, failure };
  }) as Client['reportProgress'];
  const reporter = createReporter({
    deployment: '01JE',
    client: { reportProgress },
    clock,
    tell: ({ type }) => told.push(type),
  });
  return { reporter, batches, told, clock };
}

const phaseStarted: RunnerReport = { type: 'phase-started', phase: 'deploying' };
const output = (text: string): RunnerReport => ({ type: 'step-output', phase: 'deploying', step: 'a', text });
const turns = async (count: number) => {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('the reporter', () => {
  it('joins output, and keeps the order', async () => {
    const { reporter, batches } = listening();
    reporter.report(phaseStarted);
    reporter.report(output('one\n'));
    reporter.report(output('two\n'));
    expect(await reporter.delivered(minutes(1))).toBe(true);
    await reporter.close();
    expect(batches.flatMap(({ reports }) => reports).filter(({ type }) => type !== 'heartbeat')).toEqual([
      phaseStarted,
      output('one\ntwo\n'),
    ]);
  });

  it('shows signs of life every five seconds', async () => {
    const { reporter, batches } = listening();
    await turns(8);
    await reporter.close();
    expect(batches.length).toBeGreaterThan(2);
    expect(batches.every(({ reports: [first] }) => first?.type === 'heartbeat')).toBe(true);
    expect((batches[1]?.at ?? 0) - (batches[0]?.at ?? 0)).toBe(5_250);
  });

  it('sends again what did not arrive, with growing pauses, before what came later', async () => {
    const { reporter, batches, told } = listening(unreachable, problem(503), {
      type: 'not-understood',
      status: 502,
      because: 'a proxy',
    });
    reporter.report(phaseStarted);
    await turns(2);
    reporter.report(output('later'));
    expect(await reporter.delivered(minutes(1))).toBe(true);
    await reporter.close();
    expect(batches.slice(0, 4).map(({ reports }) => reports)).toEqual([
      [phaseStarted],
      [phaseStarted],
      [phaseStarted],
      [phaseStarted],
    ]);
    expect(batches[4]?.reports).toEqual([output('later')]);
    const pauses = batches.slice(0, 4).map(({ at }, index) => at - (batches[index - 1]?.at ?? at));
    expect(pauses[1]).toBeLessThan(pauses[2] ?? 0);
    expect(pauses[2]).toBeLessThan(pauses[3] ?? 0);
    expect(told).toEqual(['daemon-away', 'daemon-back']);
  });

  it('gives up when the daemon stays away, and says for how long it was', async () => {
    const { reporter } = listening(...Array.from({ length: 500 }, () => unreachable));
    reporter.report(phaseStarted);
    expect(await reporter.delivered(minutes(2))).toBe(false);
    expect(reporter.awayFor()).toBeGreaterThanOrEqual(minutes(2));
    await reporter.close();
  });

  it('does not argue with a refusal', async () => {
    const { reporter, batches } = listening(problem(409));
    reporter.report(phaseStarted);
    expect(await reporter.delivered(minutes(2))).toBe(false);
    expect(reporter.refused()).toBe('HTTP 409');
    await reporter.close();
    expect(batches).toHaveLength(1);
  });

  it('drops old output of a long absence, and nothing else', async () => {
    const { reporter, batches } = listening(...Array.from({ length: 20 }, () => unreachable));
    reporter.report(phaseStarted);
    await turns(2);
    for (let i = 0; i < 40; i += 1) reporter.report(output(`${i}:${'x'.repeat(50_000)}`));
    reporter.report({ type: 'interrupted', because: 'SIGINT' });
    expect(await reporter.delivered(minutes(10))).toBe(true);
    await reporter.close();
    const arrived = batches.slice(20).flatMap(({ reports }) => reports);
    const kept = arrived.flatMap((report) => (report.type === 'step-output' ? [Number.parseInt(report.text, 10)] : []));
    expect(kept).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
    expect(arrived.at(-1)).toEqual({ type: 'interrupted', because: 'SIGINT' });
    expect(arrived[0]).toEqual(phaseStarted);
  });

  it('waits no longer for a daemon that is away when the person has seen enough', async () => {
    const { reporter, clock } = listening(...Array.from({ length: 1_000 }, () => unreachable));
    reporter.report(phaseStarted);
    const enough = new AbortController();
    const delivered = reporter.delivered(minutes(2), enough.signal);
    enough.abort();
    expect(await delivered).toBe(false);
    expect(clock.elapsed()).toBeLessThan(minutes(1));
    await reporter.close();
  });
});
