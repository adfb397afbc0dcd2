import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { always, check, count, criterion, gauge, latency, rate, type Story, tell } from '../scenario.fixture.ts';

interface Subject {
  readonly of: Parameters<typeof criterion>[0];
  readonly usual: Story;
  /** A reading in which everything is well, and one in which everything is wrong. */
  readonly well: Reading;
  readonly wrong: (promise: string) => Reading;
  /** Units in one reading. */
  readonly units: number;
}

const number = (text: string | undefined): number => Number(text?.replaceAll(',', ''));
/** `failing after 1,204 readings`: how many of which. */
const promised = ({ flipsWhen = '' }: Judgement, state: string): number =>
  number(new RegExp(`${state} after ([\\d,]+)`).exec(flipsWhen)?.[1]);

const severity = fc.constantFrom<Criterion['severity']>('blocking', 'critical', 'warning');
const accepted = (limit: number, tolerance: number) =>
  fc.constantFrom<Partial<Criterion>>({ limit }, { tolerance }, { limit, tolerance });

const rates = fc
  .record({ severity, n: fc.integer({ min: 1, max: 2000 }), share: fc.double({ min: 0, max: 0.02, noNaN: true }) })
  .chain(({ severity, n, share }) =>
    accepted(0.05, 0.25).map((level): Subject => {
      const every = Math.max(1, Math.round(1 / Math.max(share * n, 1e-4)));
      return {
        of: { measure: 'rate', severity, ...level },
        usual: (t) => rate(t % every === 0 ? Math.min(n, Math.max(1, Math.round(share * n))) : 0, n),
        well: rate(0, n),
        wrong: () => rate(n, n),
        units: n,
      };
    }),
  );
const times = fc
  .record({ severity, n: fc.integer({ min: 1, max: 30 }), level: fc.double({ min: 0.01, max: 0.5, noNaN: true }) })
  .chain(({ severity, n, level }) =>
    accepted(1, 0.1).map(
      (of): Subject => ({
        of: { measure: 'latency', unit: 's', severity, ...of },
        usual: (t) => latency(...Array.from({ length: n }, (_, i) => level * (1 + ((Math.abs(t) * 7 + i) % 20) / 20))),
        well: latency(...Array.from({ length: n }, () => level / 10)),
        wrong: () => latency(...Array.from({ length: n }, () => 100)),
        units: n,
      }),
    ),
  );
const levels = fc
  .record({ severity, worse: fc.constantFrom('higher' as const, 'lower' as const) })
  .chain(({ severity, worse }) =>
    accepted(worse === 'higher' ? 80 : 10, 0.2).map(
      (of): Subject => ({
        of: { measure: 'gauge', worse, severity, ...of },
        usual: (t) => gauge(40 + ((Math.abs(t) * 7) % 20)),
        well: gauge(worse === 'higher' ? 1 : 400),
        wrong: () => gauge(worse === 'higher' ? 4000 : 0),
        units: 1,
      }),
    ),
  );
const events = fc.record({ severity, every: fc.integer({ min: 2, max: 2000 }) }).chain(({ severity, every }) =>
  accepted(5, 0.25).map(
    (of): Subject => ({
      of: { measure: 'count', severity, ...of },
      usual: (t) => count(t % every === 0 ? 1 : 0),
      well: count(0),
      wrong: (promise) => count(number(/with ([\d,]+) event/.exec(promise)?.[1])),
      units: 0.25,
    }),
  ),
);
const looks = fc.record({ severity, every: fc.integer({ min: 50, max: 5000 }) }).chain(({ severity, every }) =>
  fc.constantFrom<Partial<Criterion>>({ limit: 0.05 }, {}, { integrity: true, strict: true, limit: 0 }).map(
    (of): Subject => ({
      of: { measure: 'check', severity, ...of },
      usual: (t) => check(of.strict === true || t % every !== 0),
      well: check(true),
      wrong: () => check(false),
      units: 1,
    }),
  ),
);
const subject = fc.oneof(rates, times, levels, events, looks);

const tick = 15_000;
/** A watch told up to tick `turn`, and how it stands so many ticks of the other story later. */
function turned({ of, usual }: Subject, turn: number, then: Story) {
  const one = criterion({ ...of, name: 'one' });
  const story: Story = (t) => (t < turn ? usual(t) : then(t));
  const told = tell({ criteria: [one], before: { one: usual }, after: { one: story } });
  return (later: number): Judgement => {
    told.until(millis((turn + later) * tick));
    return told.judgement('one');
  };
}

describe('flipsWhen is what then happens, and not one reading earlier', { timeout: 60_000 }, () => {
  const turn = fc.integer({ min: 12, max: 600 });

  it('failing', () => {
    let seen = 0;
    fc.assert(
      fc.property(subject, turn, (of, turn) => {
        const now = turned(of, turn, of.usual)(0);
        const readings = promised(now, 'failing');
        if (now.state === 'failing' || Number.isNaN(readings)) return;
        seen += 1;
        const wrong = of.wrong(now.flipsWhen ?? '');
        const after = turned(of, turn, always(wrong));
        expect(after(readings - 1).state).not.toBe('failing');
        expect(after(readings).state).toBe('failing');
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  it('passing, to a unit and a reading', () => {
    let seen = 0;
    fc.assert(
      fc.property(subject, turn, (of, turn) => {
        const now = turned(of, turn, of.usual)(0);
        const units = promised(now, 'passing');
        if (now.state !== 'undecided' || Number.isNaN(units) || units / of.units > 2000) return;
        seen += 1;
        const after = turned(of, turn, always(of.well));
        expect(after(Math.max(0, Math.floor((units - 1) / of.units) - 1)).state).not.toBe('passing');
        expect(after(Math.ceil(units / of.units - 1e-6) + 1).state).toBe('passing');
      }),
      { numRuns: 30 },
    );
    expect(seen).toBeGreaterThan(4);
  });

  it('recovered', () => {
    let seen = 0;
    fc.assert(
      fc.property(subject, turn, (of, turn) => {
        const failed = { ...of, usual: (t: number) => (t < turn - 8 ? of.usual(t) : of.wrong('with 500 events')) };
        const now = turned(failed, turn, failed.usual)(0);
        const readings = promised(now, 'recovered');
        if (now.state !== 'failing' || Number.isNaN(readings) || readings > 1000) return;
        seen += 1;
        const after = turned(failed, turn, always(of.well));
        const isWell = ({ state, recoveredSince }: Judgement) => state !== 'failing' || recoveredSince !== undefined;
        expect(isWell(after(readings - 1))).toBe(false);
        expect(isWell(after(readings))).toBe(true);
      }),
      { numRuns: 30 },
    );
    expect(seen).toBeGreaterThan(4);
  });
});
