import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment, Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { expect, it } from 'vitest';
import { tellCausesOnce } from './shared-cause.ts';

interface One {
  readonly name: string;
  readonly source: string;
  readonly state?: Judgement['state'];
  /** Of its newest reading; none: it was read. */
  readonly error?: string;
  readonly lastReadingAt?: string;
  /** Why it stands as it does. */
  readonly because?: string;
}

/** The reasons of a verdict that consists of these criteria, all of which are told. */
function reasons(ones: readonly One[]): readonly string[] {
  const judgements = ones.map(
    ({
      name,
      state = 'blind',
      because = 'No acceptable reading',
      lastReadingAt = '2026-12-01T10:42:07Z',
    }): Judgement => ({
      name,
      title: name.toUpperCase(),
      severity: 'critical',
      integrity: false,
      dryRun: false,
      state,
      because,
      unit: 'none',
      coverage: 0.5,
      ...(lastReadingAt !== '' && { lastReadingAt }),
    }),
  );
  const latest = new Map(
    ones.map(({ name, error }): [string, Observation] => {
      const reading =
        error === undefined ? { type: 'gauge' as const, value: 1 } : { type: 'error' as const, because: error };
      return [name, { criterion: name, at: instant(0), seconds: 15, reading }];
    }),
  );
  const because = judgements.map((judgement) => `${judgement.title}: ${judgement.because}`);
  const assessment = { because, judgements } as unknown as Assessment;
  return tellCausesOnce(assessment, { criteria: ones, latest, watch: hours(24) }).because;
}
const refused = (query: string, ms: number) =>
  `prometheus: GET https://p.example/api?query=${query}: connection refused after ${ms} ms`;

it('is told once, at the place of the first, with when it began', () => {
  expect(
    reasons([
      { name: 'x', source: 'site', state: 'failing', because: 'It failed 3 times' },
      { name: 'a', source: 'prometheus', error: refused('a', 2.1), lastReadingAt: '2026-12-01T10:41:52Z' },
      { name: 'b', source: 'prometheus', error: refused('b', 17) },
      { name: 'y', source: 'site', error: 'site: GET https://s/: connection refused after 2 ms' },
      {
        name: 'c',
        source: 'prometheus',
        state: 'undecided',
        error:
          'prometheus: GET https://p.example/api: backing off until 10:43:07 UTC after 3 failures in a row, the last: connection refused',
      },
    ]),
  ).toEqual([
    'X: It failed 3 times',
    'All 3 criteria of prometheus are lost since 10:42 UTC: connection refused',
    'Y: No acceptable reading',
  ]);
});

it('is said of some, when others of the source can be read', () => {
  expect(
    reasons([
      { name: 'a', source: 'stats', error: 'stats: GET https://s/a: no answer within 5 s', lastReadingAt: '' },
      { name: 'b', source: 'stats', error: 'stats: GET https://s/b: no answer within 4.9 s', lastReadingAt: '' },
      { name: 'c', source: 'stats', state: 'passing', because: 'fine' },
    ]),
  ).toEqual(['2 of 3 criteria of stats are lost since the deploy: no answer within 5 s', 'C: fine']);
});

it('is not shared by what came back differently, nor by one alone', () => {
  const ones = [
    { name: 'a', source: 'stats', error: 'stats: GET https://s/a answered 503 "{"error": "down"}", expected 200' },
    { name: 'b', source: 'stats', error: 'stats: GET https://s/b answered 500 "{"error": "down"}", expected 200' },
  ];
  expect(reasons(ones)).toEqual(['A: No acceptable reading', 'B: No acceptable reading']);
  const same = ones.map((one) => ({
    ...one,
    error: 'stats: GET https://s/a answered 503 "{"error": "down"}", expected 200',
  }));
  expect(reasons(same)).toEqual([
    'Both criteria of stats are lost since 10:42 UTC: answered 503 "{"error": "down"}", expected 200',
  ]);
});

it('hides no failure: what fails is told by itself', () => {
  const failing = { source: 'site', state: 'failing' as const, error: 'site: GET /: connection refused' };
  expect(
    reasons([
      { ...failing, name: 'a' },
      { ...failing, name: 'b' },
    ]),
  ).toEqual(['A: No acceptable reading', 'B: No acceptable reading']);
});

it('speaks of a workflow by its name', () => {
  const one = {
    source: 'workflow:sign-in',
    error: 'workflow:sign-in: step 1 of 2, POST /register — no such host after 3 ms',
  };
  expect(
    reasons([
      { ...one, name: 'a' },
      { ...one, name: 'b' },
    ]),
  ).toEqual([
    'Both criteria of the workflow sign-in are lost since 10:42 UTC: step 1 of 2, POST /register — no such host',
  ]);
});
