import { describe, expect, it } from 'vitest';
import type { DeploymentView } from '../api/views.ts';
import type { DeploymentEvent } from '../vocabulary/deployment-event.ts';
import { hours, instant, minutes, plus, rfc3339 } from '../vocabulary/time.ts';
import type { Judgement } from '../vocabulary/verdict.ts';
import { type DayFacts, dayOf } from './day.ts';

const requested = instant(Date.parse('2026-12-01T21:00:00Z'));
const at = (minute: number) => plus(requested, minutes(minute));

/** A record: each event with the minute in which it happened. */
const record = (...lines: [number, DeploymentEvent][]): DeploymentView['events'] =>
  lines.map(([minute, event], index) => ({
    sequence: index + 1,
    at: rfc3339(at(minute)),
    actor: 'devops',
    event,
    sentence: event.type,
  }));
const verdict = (word: 'go' | 'no-go' | 'undecided', because: string[] = []): DeploymentEvent => ({
  type: 'verdict-changed',
  verdict: word,
  recommendation: 'hold',
  rule: 'a rule',
  because,
  final: false,
});
const requestedEvent: DeploymentEvent = {
  type: 'requested',
  environment: 'production',
  service: 'shop',
  version: { version: '1.4.2', commit: '9f8d111' },
  planHash: 'p',
  steps: [],
};
const deployed: [number, DeploymentEvent][] = [
  [0, requestedEvent],
  [5, { type: 'phase-started', phase: 'deploying' }],
  [10, { type: 'phase-finished', phase: 'deploying', outcome: 'passed' }],
  [10, { type: 'watch-started', for: '24h' }],
];
const day = (now: number, events: DeploymentView['events'], more: Partial<DayFacts> = {}) =>
  dayOf({ deployment: { requestedAt: rfc3339(requested), blindGaps: [] }, events, now: at(now), ...more });
const told = ({ stretches }: ReturnType<typeof dayOf>) =>
  stretches.map(({ label, from, until }) => [label, (from - requested) / 60_000, (until - requested) / 60_000]);

describe('the day as one picture', () => {
  it('has the way to the watch, and each verdict for as long as it held', () => {
    const events = record(...deployed, [40, verdict('go')], [100, verdict('no-go', ['p95 is slow'])]);
    expect(told(day(120, events))).toEqual([
      ['Prepare', 0, 5],
      ['Deploy', 5, 10],
      ['Watching', 10, 40],
      ['GO', 40, 100],
      ['NO-GO', 100, 120],
    ]);
  });

  it('goes on with a verdict that has another reason now', () => {
    const events = record(...deployed, [40, verdict('no-go', ['slow'])], [60, verdict('no-go', ['slower'])]);
    expect(told(day(80, events)).at(-1)).toEqual(['NO-GO', 40, 80]);
    expect(day(80, events).stretches.at(-1)?.because).toBe('slower');
  });

  it('shows the rollback while it runs, whatever is judged meanwhile', () => {
    const events = record(
      ...deployed,
      [60, verdict('no-go')],
      [70, { type: 'phase-started', phase: 'rolling-back' }],
      [72, verdict('undecided')],
    );
    expect(told(day(75, events)).slice(-2)).toEqual([
      ['NO-GO', 60, 70],
      ['Roll back', 70, 75],
    ]);
  });

  it('ends with what took over', () => {
    const events = record(...deployed, [40, verdict('go')], [90, { type: 'superseded', by: 'x' }]);
    const { range } = day(500, events, {
      deployment: { requestedAt: rfc3339(requested), endedAt: rfc3339(at(90)), blindGaps: [] },
    });
    expect(told(day(500, events)).at(-1)).toEqual(['GO', 40, 90]);
    expect(range.until).toBe(at(90));
  });

  it('reaches to the end of the watch, which blind time puts off', () => {
    expect(day(60, record(...deployed), {}).range.until).toBe(at(60));
    const watch = {
      startedAt: rfc3339(at(10)),
      endsAt: rfc3339(plus(at(10), hours(25))),
      latestEnd: rfc3339(plus(at(10), hours(48))),
      ...{ for: '1d', seen: '1h', blind: '1h', remaining: '23h', coverage: 0.5, falseAlarmBound: 0.01 },
    };
    const now = { watch, criteria: [], silences: [], asOf: rfc3339(at(60)), validUntil: rfc3339(at(61)) };
    expect(day(60, record(...deployed), { verdict: now }).range.until).toBe(plus(at(10), hours(25)));
  });

  it('begins an hour before the deploy, however long it was prepared', () => {
    const late = record([0, requestedEvent], [600, { type: 'phase-started', phase: 'deploying' }]);
    expect(day(610, late).range.from).toBe(at(540));
    expect(told(day(610, late))[0]).toEqual(['Prepare', 540, 600]);
  });

  it('marks what was deployed, decided and rolled back', () => {
    const events = record(
      ...deployed,
      [50, { type: 'decided', decision: 'no-go', reason: 'slow' }],
      [55, { type: 'rollback-requested', target: { version: '1.4.1', commit: 'abc' }, steps: [] }],
    );
    expect(day(60, events).marks.map(({ kind }) => kind)).toEqual(['deployed', 'decided', 'rolled-back']);
  });

  it('tells when nobody looked: gaps of the record, and since the last look of a daemon that is late', () => {
    const gap = { from: rfc3339(at(20)), until: rfc3339(at(30)) };
    const verdictNow = { criteria: [], silences: [], asOf: rfc3339(at(40)), validUntil: rfc3339(at(41)) };
    const facts = { deployment: { requestedAt: rfc3339(requested), blindGaps: [gap] }, verdict: verdictNow };
    const gaps = (now: number) => day(now, record(...deployed), facts).gaps;
    expect(gaps(41)).toEqual([{ from: at(20), until: at(30) }]);
    expect(gaps(50).at(-1)).toEqual({ from: at(40), until: at(50) });
  });

  it('has a lane for what fails, is not seen, was well again, or is silenced, the most serious first', () => {
    const judgement = (name: string, more: Partial<Judgement>): Judgement => ({
      name,
      title: name,
      ...{ severity: 'critical', integrity: false, dryRun: false, because: 'so', unit: 's', coverage: 1 },
      state: 'failing',
      ...more,
    });
    const criteria = [
      judgement('fine', { state: 'passing' }),
      judgement('well', { state: 'passing', failingSince: rfc3339(at(20)), recoveredSince: rfc3339(at(25)) }),
      judgement('unseen', { state: 'blind', lastReadingAt: rfc3339(at(30)) }),
      judgement('slow', { failingSince: rfc3339(at(40)) }),
    ];
    const until = rfc3339(at(500));
    const earlier = { id: 's0', criterion: 'fine', owner: 'qa', reason: 'known', from: rfc3339(at(-30)), until };
    const events = record(
      ...deployed,
      [30, { type: 'silenced', silence: 's1', criterion: 'well', reason: 'cache', until }],
      [35, { type: 'silence-ended', silence: 's1', criterion: 'well', because: 'ended by qa' }],
    );
    const now = { criteria, silences: [earlier], asOf: rfc3339(at(60)), validUntil: rfc3339(at(61)) };
    const lanes = day(60, events, { verdict: now }).lanes;
    expect(lanes.map((lane) => [lane.kind, lane.title, lane.from, lane.until])).toEqual([
      ['failing', 'slow', at(40), at(60)],
      ['blind', 'unseen', at(30), at(60)],
      ['recovered', 'well', at(20), at(25)],
      ['silenced', 'fine', at(0), at(60)],
      ['silenced', 'well', at(30), at(35)],
    ]);
  });

  it('is a picture too when nothing has happened yet', () => {
    expect(day(0, record([0, requestedEvent]))).toMatchObject({ stretches: [], gaps: [], marks: [], lanes: [] });
  });
});
