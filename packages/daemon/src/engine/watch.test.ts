import { hours, type Millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { describe, expect, it } from 'vitest';
import {
  absent,
  always,
  check,
  count,
  criterion,
  deployedAt,
  error,
  gauge,
  latency,
  random,
  rate,
  type Story,
  tell,
} from './scenario.fixture.ts';

const steady = always(rate(1, 500));
const broken = always(rate(100, 500));
const errors = criterion({ measure: 'rate', name: 'errors', title: 'API error rate', tolerance: 0.25 });
const from =
  (tick: number, before: Story, after: Story): Story =>
  (t) =>
    t < tick ? before(t) : after(t);

describe('GO', () => {
  it('comes when every criterion has ruled out its factor, not before the earliest time', () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: steady } });
    expect(told.until(minutes(29))).toMatchObject({
      verdict: 'undecided',
      recommendation: 'hold',
      rule: 'all criteria pass, but it is too early for GO',
    });
    expect(told.until(minutes(30))).toMatchObject({
      verdict: 'go',
      recommendation: 'proceed',
      certified: true,
      final: false,
    });
    expect(told.judgement('errors')).toMatchObject({ state: 'passing', value: 0.002, coverage: 1 });
  });

  it('is final once the whole watch was seen, and says the same ever after', () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: steady } });
    expect(told.until(minutes(24 * 60 - 1)).final).toBe(false);
    const end = told.until(hours(24));
    expect(end).toMatchObject({ verdict: 'go', final: true });
    expect(told.watch.assess(plus(deployedAt, hours(40)))).toEqual(end);
  });

  it('comes at the end, uncertified, when nothing was found and traffic was too thin to tell', () => {
    const thin: Story = (t) => rate(0, t % 40 === 0 ? 1 : 0);
    const told = tell({ criteria: [errors], before: { errors: thin }, after: { errors: thin } });
    expect(told.until(hours(23)).verdict).toBe('undecided');
    expect(told.until(hours(24))).toMatchObject({ verdict: 'go', final: true, certified: false });
    expect(told.judgement('errors').because).toContain('too thin');
  });

  it('does not come for what is over its absolute limit, however thin the traffic', () => {
    const slow = criterion({ measure: 'latency', name: 'slow', quantile: 0.95, limit: 0.075 });
    const story =
      (slowOf5: number): Story =>
      (t) =>
        latency(0.01, 0.01, 0.01, 0.01, t % 5 < slowOf5 ? 0.3 : 0.01);
    const settings = { for: minutes(10) };
    const over = tell({ criteria: [slow], after: { slow: story(3) }, settings });
    expect(over.until(minutes(10))).toMatchObject({ verdict: 'undecided', final: true });
    expect(over.judgement('slow').because).toContain('Over its limit in the whole watch');
    const under = tell({ criteria: [slow], after: { slow: story(1) }, settings });
    expect(under.until(minutes(10))).toMatchObject({ verdict: 'go', final: true });
  });

  it('a p99 that is watched alone must itself be ruled out', () => {
    const slow = criterion({ measure: 'latency', name: 'slow', quantile: 0.99, tolerance: 0.1 });
    const values: Story = (t) => latency(0.1 + (Math.abs(t) % 7) / 100);
    const told = tell({ criteria: [slow], before: { slow: values }, after: { slow: values } });
    expect(told.until(minutes(45)).verdict).toBe('undecided');
  });
});

describe('never GO without evidence', () => {
  it.each<[string, Parameters<typeof tell>[0]]>([
    ['no criterion at all', { criteria: [], after: {} }],
    [
      'only a warning',
      {
        criteria: [criterion({ ...errors, severity: 'warning' })],
        before: { errors: steady },
        after: { errors: steady },
      },
    ],
    [
      'only a dry run',
      { criteria: [criterion({ ...errors, dryRun: true })], before: { errors: steady }, after: { errors: steady } },
    ],
    ['no reading ever came', { criteria: [errors], before: { errors: steady }, after: {} }],
    ['every reading failed', { criteria: [errors], before: { errors: steady }, after: { errors: always(error) } }],
    ['every query was empty', { criteria: [errors], before: { errors: steady }, after: { errors: always(absent) } }],
    ['there was no request', { criteria: [errors], before: { errors: steady }, after: { errors: always(rate(0, 0)) } }],
    [
      'no request, and no baseline',
      { criteria: [criterion({ measure: 'rate', limit: 0.01 })], after: { rate: always(rate(0, 0)) } },
    ],
    [
      'no request, and none may be bad',
      { criteria: [criterion({ measure: 'rate', limit: 0 })], after: { rate: always(rate(0, 0)) } },
    ],
    [
      'no request, and a rule in place of statistics',
      {
        criteria: [criterion({ measure: 'latency', limit: 1, strict: true })],
        after: { latency: always(latency()) },
      },
    ],
    ['nothing to compare with', { criteria: [errors], after: { errors: steady } }],
    [
      'neither limit nor tolerance',
      {
        criteria: [criterion({ measure: 'gauge' })],
        before: { gauge: always(gauge(1)) },
        after: { gauge: always(gauge(1)) },
      },
    ],
    ['NaN', { criteria: [criterion({ measure: 'gauge', limit: 80 })], after: { gauge: always(gauge(Number.NaN)) } }],
    [
      'a reading of another measure',
      { criteria: [criterion({ measure: 'check' })], after: { check: always(gauge(0)) } },
    ],
    [
      'no value in any interval',
      { criteria: [criterion({ measure: 'latency', limit: 1 })], after: { latency: always(latency()) } },
    ],
    [
      'half of the looks failing, where five minutes of before are too little for a NO-GO',
      {
        criteria: [criterion({ measure: 'check' })],
        before: { check: always(check(true)) },
        after: { check: (t) => check(t % 2 === 0) },
        baseline: minutes(5),
      },
    ],
    [
      'one of two criteria unread',
      {
        criteria: [errors, criterion({ measure: 'check', severity: 'blocking' })],
        before: { errors: steady, check: always(check(true)) },
        after: { errors: steady },
      },
    ],
    [
      'three quarters of the readings missing',
      {
        criteria: [errors],
        before: { errors: steady },
        after: { errors: (t) => (t % 4 === 0 ? rate(1, 500) : undefined) },
      },
    ],
  ])('%s', (_, scenario) => {
    const told = tell(scenario);
    for (const at of [minutes(31), hours(6), hours(24), hours(48)]) expect(told.until(at).verdict).toBe('undecided');
    expect(told.until(hours(49)).final).toBe(true);
  });
});

describe('NO-GO', () => {
  it('names the culprit, its counts, its baseline and how sure it is', () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: from(240, steady, broken) } });
    expect(told.until(hours(1)).verdict).toBe('go');
    const verdict = told.until(minutes(65));
    expect(verdict).toMatchObject({ verdict: 'no-go', recommendation: 'hold', certified: false });
    expect(verdict.rule).toBe('one critical criterion fails, fewer than a rollback needs');
    expect(verdict.because).toEqual([
      expect.stringMatching(
        /^API error rate: 20 %: 2,000 of 10,000 requests were bad since 23:00 UTC; up to 2\d would be accepted \(baseline 0\.2 % over the 24 h before, at worst 0\.2\d+ %, \+25 % allowed\)\. Odds that chance does this: below 1 in a billion\.$/,
      ),
    ]);
    expect(told.judgement('errors')).toMatchObject({
      state: 'failing',
      value: 0.2,
      failingSince: '2026-12-01T23:00:00.000Z',
    });
  });

  it.each<[string, Parameters<typeof tell>[0]['rollback'], ('blocking' | 'critical' | 'warning')[], string, string]>([
    ['one blocking', undefined, ['blocking'], 'no-go', 'roll-back'],
    ['one critical', undefined, ['critical'], 'no-go', 'hold'],
    ['two critical', undefined, ['critical', 'critical'], 'no-go', 'roll-back'],
    ['warnings only', undefined, ['warning', 'warning'], 'undecided', 'hold'],
    [
      'one critical where the plan asks for one',
      { blocking: 1, critical: 1, integrity: 1 },
      ['critical'],
      'no-go',
      'roll-back',
    ],
    [
      'one blocking where the plan asks for two',
      { blocking: 2, critical: 2, integrity: 1 },
      ['blocking'],
      'no-go',
      'hold',
    ],
  ])('%s failing', (_, rollback, severities, verdict, recommendation) => {
    const criteria = severities.map((severity, i) => criterion({ ...errors, name: `c${i}`, severity }));
    const told = tell({
      criteria,
      before: Object.fromEntries(criteria.map(({ name }) => [name, steady])),
      after: Object.fromEntries(criteria.map(({ name }) => [name, broken])),
      ...(rollback && { rollback }),
    });
    expect(told.until(minutes(10))).toMatchObject({ verdict, recommendation });
    for (const { name } of criteria) expect(told.judgement(name).state).toBe('failing');
  });

  it('blames the criterion that is worse and not its neighbours', () => {
    const names = ['a', 'b', 'c', 'd'];
    const told = tell({
      criteria: names.map((name) => criterion({ ...errors, name })),
      before: Object.fromEntries(names.map((name) => [name, steady])),
      after: { a: steady, b: steady, c: broken, d: steady },
    });
    expect(told.until(minutes(10)).verdict).toBe('no-go');
    expect(names.map((name) => told.judgement(name).state === 'failing')).toEqual([false, false, true, false]);
  });

  it('stays when the regression goes away, and says since when', () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: from(40, broken, steady) } });
    expect(told.until(minutes(10))).toMatchObject({ verdict: 'no-go' });
    expect(told.until(minutes(10)).recoveredSince).toBeUndefined();
    const later = told.until(hours(24));
    expect(later).toMatchObject({ verdict: 'no-go', final: true });
    expect(later.recoveredSince).toBe(told.judgement('errors').recoveredSince);
    expect(later.recoveredSince).toBeDefined();
    expect(later.because[0]).toContain('is well again since');
  });

  describe('in a plan that takes a NO-GO back', () => {
    const incident = from(480, from(240, steady, broken), steady);
    const plan = { criteria: [errors], before: { errors: steady }, settings: { recover: true } };

    it('goes on once what failed is well again, and says GO only when its factor is ruled out after all', () => {
      const told = tell({ ...plan, after: { errors: incident } });
      expect(told.until(minutes(119)).verdict).toBe('no-go');
      const later = told.until(hours(5));
      expect(later).toMatchObject({ verdict: 'undecided', recommendation: 'hold' });
      expect(later.recoveredSince).toBeDefined();
      // An hour of 20 % errors is more, on average over the day, than twice a baseline of 0.2 %.
      expect(told.until(hours(24))).toMatchObject({ verdict: 'undecided', final: true });
    });

    it('says NO-GO again when it breaks again', () => {
      const told = tell({ ...plan, after: { errors: from(1200, incident, broken) } });
      expect(told.until(hours(5)).verdict).toBe('undecided');
      const again = told.until(minutes(310));
      expect(again.verdict).toBe('no-go');
      expect(again.recoveredSince).toBeUndefined();
    });
  });

  it('is no longer recovered when it breaks again', () => {
    const again: Story = (t) => (t < 40 || t >= 400 ? rate(100, 500) : rate(1, 500));
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: again } });
    expect(told.until(minutes(95)).recoveredSince).toBeDefined();
    expect(told.until(minutes(120)).recoveredSince).toBeUndefined();
  });

  it('needs no baseline where the plan has a limit', () => {
    const limited = criterion({ measure: 'rate', limit: 0.01 });
    const told = tell({ criteria: [limited], after: { rate: broken } });
    expect(told.until(minutes(10)).verdict).toBe('no-go');
    expect(told.judgement('rate').because).toContain('(limit 1 %)');
  });

  it('turns on a limit even where the baseline was as bad', () => {
    const limited = criterion({ measure: 'rate', limit: 0.01, tolerance: 0.25 });
    const told = tell({ criteria: [limited], before: { rate: broken }, after: { rate: broken } });
    expect(told.until(hours(1)).verdict).toBe('no-go');
  });

  it('sees a fall where lower is worse', () => {
    const stock = criterion({ measure: 'gauge', name: 'throughput', worse: 'lower', tolerance: 0.2 });
    const next = random(3);
    const high: Story = () => gauge(100 + 10 * next());
    const low: Story = () => gauge(60 + 10 * next());
    const told = tell({ criteria: [stock], before: { throughput: high }, after: { throughput: from(200, high, low) } });
    expect(told.until(minutes(49)).verdict).not.toBe('no-go');
    expect(told.until(hours(3)).verdict).toBe('no-go');
    expect(told.judgement('throughput').because).toMatch(/under \d+/);
    expect(told.judgement('throughput').value).toBeGreaterThan(59);
  });
});

describe('facts, not statistics', () => {
  const orphans = criterion({
    measure: 'check',
    name: 'orphans',
    integrity: true,
    strict: true,
    limit: 0,
    severity: 'blocking',
  });

  it('forgives one failure of an integrity check and turns on the second in a row', () => {
    const bad = new Set([20, 30, 31]);
    const told = tell({ criteria: [orphans], after: { orphans: (t) => check(!bad.has(t)) } });
    told.until(seconds(21 * 15));
    expect(told.judgement('orphans').state).toBe('undecided');
    told.until(seconds(22 * 15));
    expect(told.judgement('orphans').state).toBe('passing');
    expect(told.until(seconds(31 * 15)).verdict).toBe('undecided');
    expect(told.until(seconds(32 * 15))).toMatchObject({
      verdict: 'no-go',
      recommendation: 'roll-back',
      rule: 'the integrity of the data is compromised',
    });
  });

  it('a new issue stands: the next reading confirms it, whatever it says', () => {
    const issues = criterion({ measure: 'count', name: 'issues', limit: 0, strict: true });
    const told = tell({ criteria: [issues], after: { issues: (t) => count(t === 100 ? 2 : 0) } });
    expect(told.until(seconds(101 * 15)).verdict).toBe('undecided');
    expect(told.until(seconds(102 * 15)).verdict).toBe('no-go');
    expect(told.judgement('issues').because).toBe('2 events since 22:25 UTC; none is allowed.');
    expect(told.until(hours(24)).recoveredSince).toBeUndefined();
  });

  it('a strict gauge fails after as many readings in a row as the plan says', () => {
    const pool = criterion({ measure: 'gauge', name: 'pool', limit: 80, strict: true, confirm: 3 });
    const told = tell({ criteria: [pool], after: { pool: (t) => gauge(t >= 50 ? 95 : 20) } });
    expect(told.until(seconds(52 * 15)).verdict).toBe('undecided');
    expect(told.until(seconds(53 * 15)).verdict).toBe('no-go');
    expect(told.judgement('pool')).toMatchObject({ limit: 80 });
  });

  it('a blocking check that fails three times in a row is an outage, a critical one is not', () => {
    const flaky: Story = (t) => check(t < 100 || t % 4 === 3);
    const site = criterion({ measure: 'check', name: 'site', severity: 'blocking' });
    const told = tell({ criteria: [site], before: { site: always(check(true)) }, after: { site: flaky } });
    expect(told.until(seconds(102 * 15)).verdict).not.toBe('no-go');
    expect(told.until(seconds(103 * 15))).toMatchObject({
      verdict: 'no-go',
      recommendation: 'roll-back',
      rule: 'a blocking check failed 3 times in a row: a total outage',
    });
    const critical = criterion({ ...site, severity: 'critical' });
    const other = tell({ criteria: [critical], before: { site: always(check(true)) }, after: { site: flaky } });
    expect(other.until(seconds(103 * 15)).verdict).not.toBe('no-go');
  });

  it('absence fails where the plan says so', () => {
    const heartbeat = criterion({ measure: 'count', name: 'heartbeat', limit: 100, noData: 'failing' });
    const told = tell({ criteria: [heartbeat], after: { heartbeat: (t) => (t < 50 ? count(1) : absent) } });
    expect(told.until(seconds(51 * 15)).verdict).toBe('undecided');
    expect(told.until(seconds(52 * 15)).verdict).toBe('no-go');
    expect(told.judgement('heartbeat').because).toContain('no rows');
  });
});

describe('what is not judged', () => {
  it('the first minutes: restarts and cold caches', () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: from(8, broken, steady) } });
    told.until(minutes(1));
    expect(told.judgement('errors').because).toContain('from 22:02 UTC');
    expect(told.until(hours(2)).verdict).toBe('go');
  });

  it('the warm-up of one criterion', () => {
    const slow = criterion({ ...errors, after: minutes(20) });
    const told = tell({ criteria: [slow], before: { errors: steady }, after: { errors: from(80, broken, steady) } });
    expect(told.until(hours(2)).verdict).toBe('go');
  });

  it('a dry run and a warning: shown as failing, never deciding', () => {
    const dry = criterion({ ...errors, name: 'dry', dryRun: true });
    const warning = criterion({ ...errors, name: 'warning', severity: 'warning' });
    const told = tell({
      criteria: [errors, dry, warning],
      before: { errors: steady, dry: steady, warning: steady },
      after: { errors: steady, dry: broken, warning: broken },
    });
    expect(told.until(hours(1))).toMatchObject({ verdict: 'go' });
    expect(told.judgement('dry').state).toBe('failing');
    expect(told.judgement('warning').state).toBe('failing');
  });

  it('what is silenced: no evidence is gathered, no other criterion gets its weight, and its return is no surprise', () => {
    const other = criterion({ ...errors, name: 'other' });
    const scenario = {
      criteria: [errors, other],
      before: { errors: steady, other: steady },
      after: { errors: from(240, steady, from(480, broken, steady)), other: steady },
    };
    const told = tell(scenario);
    told.watch.silence({
      criterion: 'errors',
      from: plus(deployedAt, minutes(59)),
      until: plus(deployedAt, minutes(125)),
    });
    const during = told.until(minutes(90));
    expect(during.verdict).toBe('go');
    expect(during.because.join(' ')).toContain('Silenced until 00:05 UTC');
    expect(told.until(hours(3)).verdict).toBe('go');
    expect(tell(scenario).until(minutes(90)).verdict).toBe('no-go');
  });

  it('a silence does not take a NO-GO back', () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: broken } });
    expect(told.until(minutes(10)).verdict).toBe('no-go');
    told.watch.silence({ criterion: 'errors', from: plus(deployedAt, minutes(10)), until: plus(deployedAt, hours(1)) });
    expect(told.until(minutes(20)).verdict).toBe('no-go');
  });
});

describe('blindness', () => {
  it('begins when no acceptable reading came for five minutes, with what the source said', () => {
    const told = tell({
      criteria: [errors],
      before: { errors: steady },
      after: { errors: from(240, steady, always(error)) },
    });
    expect(told.until(hours(1)).verdict).toBe('go');
    told.until(minutes(65));
    expect(told.judgement('errors').state).toBe('passing');
    const verdict = told.until(minutes(66));
    expect(verdict.verdict).toBe('undecided');
    expect(told.judgement('errors')).toMatchObject({
      state: 'blind',
      flipsWhen: 'judged again with the next acceptable reading',
    });
    expect(verdict.because).toEqual([
      'API error rate: No acceptable reading since 23:00 UTC, for 6 min (timeout after 10 s).',
    ]);
  });

  it('is not hidden by a reading from the future', () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: steady } });
    expect(told.until(hours(20)).verdict).toBe('go');
    told.watch.observe({ criterion: 'errors', at: plus(deployedAt, hours(22)), seconds: 15, reading: rate(0, 500) });
    expect(told.until(hours(21)).verdict).toBe('undecided');
    expect(told.judgement('errors').state).toBe('blind');
    expect(told.judgement('errors').because).toContain('still to come');
  });

  it('errors of the source are never errors of the service', () => {
    const told = tell({
      criteria: [errors],
      before: { errors: steady },
      after: { errors: (t) => (t % 10 === 9 ? error : rate(1, 500)) },
    });
    expect(told.until(hours(24))).toMatchObject({ verdict: expect.not.stringMatching('no-go') });
  });

  it('is also when requests stop coming where they always came', () => {
    const told = tell({
      criteria: [errors],
      before: { errors: steady },
      after: { errors: from(240, steady, always(rate(0, 0))) },
    });
    expect(told.until(hours(1)).verdict).toBe('go');
    expect(told.until(minutes(66)).verdict).toBe('undecided');
    expect(told.judgement('errors')).toMatchObject({ state: 'blind' });
    expect(told.judgement('errors').because).toContain('No requests since 23:00 UTC');
  });

  it('has seen nothing before the first reading', () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: () => undefined } });
    expect(told.until(seconds(20)).watch).toMatchObject({ seen: '0s', blind: '20s', coverage: 0 });
  });

  it('ends with a reading that speaks for the time in which nobody could look', () => {
    const events = criterion({ measure: 'count', name: 'events', limit: 1 });
    const told = tell({ criteria: [events], after: { events: (t) => (t < 40 ? count(0) : error) } });
    told.until(minutes(10));
    // Two failed looks, then one answer for all three intervals.
    const at = plus(deployedAt, minutes(10));
    const look = (after: number, of: object) => ({
      criterion: 'events',
      at: plus(at, seconds(after)),
      seconds: 15,
      ...of,
    });
    for (const after of [0, 15]) told.watch.observe({ ...look(after, {}), reading: error });
    const answer = { ...look(0, { seconds: 45 }), reading: count(3) };
    expect(told.watch.observe(answer)).toEqual({ folded: true });
    expect(told.watch.observe(answer)).toMatchObject({ folded: false });
    const said = told.watch.assess(plus(at, seconds(45)));
    expect(said.watch).toMatchObject({ seen: '10m45s', blind: '0s' });
    expect(said.judgements[0]?.value).toBeCloseTo(3 / 8.75, 6);
  });

  it('extends the watch by what was missed', () => {
    const gap: Story = (t) => (t >= 240 && t < 480 ? undefined : rate(1, 500));
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: gap } });
    const { watch, final } = told.until(hours(24));
    expect(final).toBe(false);
    expect(watch).toMatchObject({ seen: '23h', blind: '59m30s', endsAt: '2026-12-02T22:59:30.000Z' });
    expect(told.until(hours(25))).toMatchObject({ verdict: 'go', final: true });
  });

  it('ends the watch undecided when it cannot be extended any further', () => {
    const half: Story = (t) => (t % 2 === 0 ? undefined : rate(1, 500));
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: half } });
    expect(told.until(hours(47)).final).toBe(false);
    const end = told.until(hours(48));
    expect(end).toMatchObject({ verdict: 'undecided', final: true, recommendation: 'hold' });
    expect(end.rule).toContain('a person decides');
  });
});

describe('a watch of a minute', () => {
  const short = (after: Story, length: Millis = seconds(90)) =>
    tell({
      criteria: [criterion({ ...errors, every: seconds(1) })],
      before: { errors: (t) => rate(t % 5 === 0 ? 1 : 0, 40) },
      after: { errors: after },
      baseline: seconds(60),
      settings: { for: length },
    });

  it('gives GO on a good deploy and is final when it was seen', () => {
    const told = short((t) => rate(t % 5 === 0 ? 1 : 0, 40));
    expect(told.until(seconds(20)).verdict).toBe('undecided');
    expect(told.until(seconds(90))).toMatchObject({ verdict: 'go', final: true });
  });

  it('gives NO-GO on a bad one within seconds, with times to the second', () => {
    const told = short((t) => rate(t >= 20 ? 12 : 0, 40));
    const verdict = told.until(seconds(30));
    expect(verdict.verdict).toBe('no-go');
    expect(verdict.because[0]).toContain('since 22:00:20 UTC');
  });

  it('is blind after seconds, not minutes', () => {
    const told = short((t) => (t < 30 ? rate(0, 40) : error));
    told.until(seconds(41));
    expect(told.judgement('errors').state).toBe('blind');
  });
});

it('what it says fits the words of the API', () => {
  const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: from(240, steady, broken) } });
  for (const at of [seconds(1), minutes(5), minutes(45), hours(2)]) {
    const said = told.until(at);
    expect(assessment.parse(JSON.parse(JSON.stringify(said)))).toEqual(said);
  }
});
