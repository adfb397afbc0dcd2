import { describe, expect, it } from 'vitest';
import { aroundCriterion, criterionOf, problemLine, problemsOf } from './read-plan.fixture.ts';

const problems = (criterion: string) => problemsOf(aroundCriterion(criterion)).map(problemLine);
const hints = (criterion: string) => problemsOf(aroundCriterion(criterion)).map(({ hint }) => hint);
const rate = 'source: metrics, rate: { bad: errors, of: requests }';

describe('a criterion', () => {
  it('has every default in place', () => {
    expect(criterionOf(`{ ${rate}, limit: 1% }`)).toEqual({
      name: 'it',
      title: 'it',
      severity: 'critical',
      integrity: false,
      source: 'metrics',
      measure: 'rate',
      query: { bad: 'errors', of: 'requests' },
      limit: 0.01,
      worse: 'higher',
      unit: 'fraction',
      every: 15_000,
      timeout: 10_000,
      noData: 'blind',
      dryRun: false,
      strict: false,
      confirm: 2,
    });
  });

  it('keeps all that is written', () => {
    expect(
      criterionOf(
        '{ title: Pool, severity: blocking, source: metrics, gauge: pool, quantile: 0.5, limit: 80, tolerance: 50%, worse: lower, every: 1m, after: 5m, timeout: 3s, no-data: failing, dry-run: false, strict: true, confirm: 3 }',
      ),
    ).toEqual({
      name: 'it',
      title: 'Pool',
      severity: 'blocking',
      integrity: false,
      source: 'metrics',
      measure: 'gauge',
      query: 'pool',
      quantile: 0.5,
      limit: 80,
      tolerance: 0.5,
      worse: 'lower',
      unit: 'none',
      every: 60_000,
      after: 300_000,
      timeout: 3_000,
      noData: 'failing',
      dryRun: false,
      strict: true,
      confirm: 3,
    });
  });

  it.each([
    ['a share', `{ ${rate}, limit: 0.5% }`, { limit: 0.005, unit: 'fraction' }],
    ['a fraction', `{ ${rate}, limit: 0.005 }`, { limit: 0.005, unit: 'fraction' }],
    ['a time, in seconds', '{ source: metrics, latency: h, limit: 800ms }', { limit: 0.8, unit: 's' }],
    ['a size', '{ source: metrics, gauge: heap, limit: 1.5GB }', { limit: 1.5e9, unit: 'bytes' }],
    ['a level in the unit beside it', '{ source: metrics, gauge: lag, unit: s, limit: 30 }', { limit: 30, unit: 's' }],
    ['events a minute', '{ source: metrics, count: errors, limit: 3 }', { limit: 3, unit: 'per-minute' }],
    ['events an hour', '{ source: metrics, count: errors, limit: 6/h }', { limit: 0.1, unit: 'per-minute' }],
  ])('reads a limit: %s', (_, criterion, expected) => {
    expect(criterionOf(criterion)).toMatchObject(expected);
  });

  it('speaks of one quantile only when it is written', () => {
    expect(criterionOf('{ source: metrics, latency: h, limit: 1s, tolerance: 25% }')).not.toHaveProperty('quantile');
    expect(criterionOf('{ source: metrics, latency: h, limit: 1s, quantile: 0.99 }')).toMatchObject({ quantile: 0.99 });
  });

  it('reads no longer than it has until the next reading', () => {
    expect(criterionOf(`{ ${rate}, limit: 1%, every: 5s }`)).toMatchObject({ every: 5_000, timeout: 5_000 });
  });
});

describe('a check', () => {
  it('needs no numbers', () => {
    const check = criterionOf('{ source: site, check: { path: /healthz } }');
    expect(check).toMatchObject({ query: { path: '/healthz', status: 200 }, unit: 'fraction', strict: false });
    expect(check).not.toHaveProperty('limit');
    expect(check).not.toHaveProperty('tolerance');
  });
  it('keeps to what it says', () => {
    expect(criterionOf('{ source: site, check: { path: / }, limit: 5% }')).toMatchObject({ limit: 0.05 });
    expect(criterionOf('{ source: site, check: { path: / }, tolerance: 25% }')).not.toHaveProperty('limit');
  });
  it('of integrity is blocking, strict, and may not fail once', () => {
    expect(criterionOf('{ integrity: true, source: database, check: { sql: select 1, rows: 0 } }')).toMatchObject({
      severity: 'blocking',
      integrity: true,
      strict: true,
      limit: 0,
      confirm: 2,
    });
  });
});

it('a count with limit 0 is strict', () => {
  expect(criterionOf('{ source: database, count: deadlocks, limit: 0 }')).toMatchObject({ strict: true, limit: 0 });
  expect(criterionOf('{ source: database, count: deadlocks, limit: 1 }')).toMatchObject({ strict: false });
});

describe('a faulty criterion is named with its place', () => {
  it.each([
    ['{ sorce: site, check: { path: / } }', ['11:15 unknown-key: unknown key "sorce"']],
    ['{ source: sit, check: { path: / } }', ['11:23 unknown-source: there is no source "sit"']],
    ['{ source: site }', ['11:9 no-measure: the criterion does not say what it measures']],
    [
      '{ source: site, check: { path: / }, latency: { path: / } }',
      ['11:29 several-measures: a criterion measures one thing, and this one has "latency" and "check"'],
    ],
    [
      '{ source: site, rate: { bad: a, of: b }, limit: 1% }',
      ['11:29 measure-not-supported: a source of type http has no rate; it has check and latency'],
    ],
    ['{ source: site, check: { path: healthz } }', ['11:44 wrong-value: "path" must start with "/"']],
    ['{ source: site, check: { pth: / } }', ['11:38 unknown-key: unknown key "pth"']],
    [
      '{ source: database, gauge: locks, limit: 5 }',
      ['11:40 wrong-value: "gauge" must be connections.active or locks.waiting, not "locks"'],
    ],
    [`{ ${rate} }`, ['11:9 no-limit: without a limit or a tolerance the criterion could never fail']],
    [
      '{ source: metrics, latency: h, tolerance: 10%, strict: true }',
      ['11:9 no-limit: a strict criterion without a limit could never fail'],
    ],
    [
      `{ ${rate}, limit: 800ms }`,
      ['11:76 limit-of-wrong-unit: 800 ms is a time; the limit of this rate is a percentage'],
    ],
    [`{ ${rate}, limit: 5 }`, ['11:76 limit-needs-unit: the limit 5 of a share has no unit']],
    [`{ ${rate}, limit: 150% }`, ['11:76 limit-out-of-range: a limit of 150 % can never be exceeded']],
    [`{ ${rate}, limit: 100% }`, ['11:76 limit-out-of-range: a limit of 100 % can never be exceeded']],
    [`{ ${rate}, limit: -1% }`, ['11:76 limit-out-of-range: a limit of -1 % is below zero']],
    [`{ ${rate}, limit: little }`, ['11:76 wrong-value: "limit": "little" is not a quantity']],
    ['{ source: metrics, latency: h, limit: 800 }', ['11:51 limit-needs-unit: the limit 800 of a time has no unit']],
    ['{ source: metrics, latency: h, limit: 0s }', ['11:51 limit-out-of-range: every time is over a limit of 0 ms']],
    [
      '{ source: metrics, latency: h, limit: 1%, quantile: 95 }',
      [
        '11:51 limit-of-wrong-unit: 1 % is a percentage; the limit of this latency is a time',
        '11:65 wrong-value: "quantile" must be less than 1, not 95',
      ],
    ],
    [`{ ${rate}, limit: 1%, quantile: 0.9 }`, ['11:80 key-without-effect: a rate has no "quantile"']],
    [`{ ${rate}, limit: 1%, worse: lower }`, ['11:80 key-without-effect: a rate has no "worse"']],
    [`{ ${rate}, limit: 1%, unit: s }`, ['11:80 key-without-effect: the unit of a rate is known']],
    [`{ ${rate}, limit: 1%, confirm: 3 }`, ['11:80 key-without-effect: only a strict criterion has "confirm"']],
    [`{ ${rate}, tolerance: 25 }`, ['11:80 wrong-value: "tolerance": 25 is more than the whole']],
    [
      `{ ${rate}, limit: 1%, integrity: true }`,
      ['11:80 integrity-needs-check: integrity is a yes or no, so it is a check'],
    ],
    [
      '{ source: site, check: { path: / }, integrity: true, severity: warning }',
      ['11:66 integrity-decides: an integrity criterion decides'],
    ],
    [`{ ${rate}, limit: 1%, every: 100ms }`, ['11:87 wrong-value: "every" must be at least 1s']],
    [`{ ${rate}, limit: 1%, every: 25h }`, ['11:87 span-too-long: "every" (1d1h) must be shorter than the watch (1d)']],
    [`{ ${rate}, limit: 1%, after: 24h }`, ['11:87 span-too-long: "after" (1d) must be shorter than the watch (1d)']],
    [
      `{ ${rate}, limit: 1%, severity: blokcing }`,
      ['11:90 wrong-value: "severity" must be blocking, critical or warning, not "blokcing"'],
    ],
    [
      `{ ${rate}, limit: 1%, workflow: sign-in }`,
      [
        '11:15 key-without-effect: a workflow says itself where it is asked',
        '11:90 unknown-workflow: there is no workflow "sign-in"',
      ],
    ],
    ['{ source: metrics, gauge: "a${b}", limit: 1 }', ['11:39 unknown-variable: unknown variable ${b}']],
    ['[]', ['11:9 wrong-type: "it" must be a mapping, not a list']],
    ['', ['11:9 wrong-type: "it" must be a mapping, not empty']],
  ])('%s', (criterion, expected) => {
    expect(problems(criterion)).toEqual(expected);
  });

  it.each([
    ['{ sorce: site, check: { path: / } }', 'Did you mean "source"?'],
    ['{ source: sit, check: { path: / } }', 'Did you mean "site"?'],
    ['{ source: site }', 'Add one of check or latency.'],
    ['{ source: site, gauge: x, limit: 1 }', '"metrics" and "database" could be asked.'],
    ['{ source: metrics, latency: h, limit: 800 }', 'Write 800ms.'],
    ['{ source: metrics, latency: h, limit: 0.8 }', 'Write 800ms, or 0.8s.'],
    [`{ ${rate}, limit: 5 }`, 'Write 5%.'],
    [`{ ${rate}, tolerance: 25 }`, 'Write 25%.'],
    [`{ ${rate}, limit: 1%, every: 15 }`, 'Write 15s, or another unit: ms, m, h, d.'],
    [`{ ${rate} }`, 'Add tolerance: 25% (usual for a rate), or limit: 1%, or both.'],
    [`{ ${rate}, limit: 1%, severity: blokcing }`, 'Did you mean "blocking"?'],
    [`{ ${rate}, limit: 1%, no_data: failing }`, 'Did you mean "no-data"?'],
    [`{ ${rate}, limit: 1%, workflow: sign-in }`, 'Write it under `workflows`.'],
  ])('%s hints: %s', (criterion, hint) => {
    expect(hints(criterion)).toContain(hint);
  });
});
